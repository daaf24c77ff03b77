"""What modules are made with: AnsibleModule, and the names that they expect beside it."""

import atexit
import locale
import os
import platform
import shutil
import sys
import tempfile
import time  # noqa: F401
from contextlib import suppress

import datetime  # noqa: F401  names below are for modules that import everything
import errno  # noqa: F401
import fcntl  # noqa: F401
import grp  # noqa: F401
import hashlib  # noqa: F401
import json  # noqa: F401
import pwd  # noqa: F401
import re  # noqa: F401
import select  # noqa: F401
import shlex  # noqa: F401
import signal  # noqa: F401
import stat  # noqa: F401
import subprocess  # noqa: F401
import traceback  # noqa: F401
import types  # noqa: F401
from collections.abc import (  # noqa: F401
    KeysView, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence, Set,
)

from ansible.module_utils._slipway import params as _params
from ansible.module_utils._slipway.commands import Commands
from ansible.module_utils._slipway.files import Files
from ansible.module_utils._slipway.moves import Moves
from ansible.module_utils._slipway.reporting import Reporting
from ansible.module_utils._slipway.sanitize import heuristic_log_sanitize, sounds_secret  # noqa: F401
from ansible.module_utils._slipway.selinux import SELinux, selinux
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.file import (  # noqa: F401
    FILE_ATTRIBUTES, _DEFAULT_PERM as DEFAULT_PERM, _EXEC_PERM_BITS as EXEC_PERM_BITS, _PERM_BITS as PERM_BITS,
    is_executable,
)
from ansible.module_utils.common.parameters import (  # noqa: F401
    DEFAULT_TYPE_VALIDATORS, env_fallback, remove_values, sanitize_keys,
)
from ansible.module_utils.common.process import get_bin_path  # noqa: F401
from ansible.module_utils.common.sys_info import (  # noqa: F401
    get_distribution, get_distribution_version, get_platform_subclass,
)
from ansible.module_utils.common.text.converters import (  # noqa: F401
    container_to_bytes as json_dict_unicode_to_bytes, container_to_text as json_dict_bytes_to_unicode, jsonify,
    to_bytes, to_native, to_text,
)
from ansible.module_utils.common.text.formatters import (  # noqa: F401
    SIZE_RANGES, bytes_to_human, human_to_bytes, lenient_lowercase,
)
from ansible.module_utils.common.validation import check_missing_parameters, safe_eval
from ansible.module_utils.common.warnings import deprecate, warn  # noqa: F401
from ansible.module_utils.errors import AnsibleFallbackNotFound, UnsupportedError  # noqa: F401
from ansible.module_utils.parsing.convert_bool import BOOLEANS, BOOLEANS_FALSE, BOOLEANS_TRUE, boolean  # noqa: F401
from ansible.module_utils.six import (  # noqa: F401
    PY2, PY3, b, binary_type, integer_types, iteritems, string_types, text_type,
)
from ansible.module_utils.six.moves import map, reduce, shlex_quote  # noqa: F401

NoneType = type(None)
SEQUENCETYPE = (frozenset, KeysView, Sequence)
PASS_VARS = _params.INTERNAL
PASS_BOOLS = ('check_mode', 'debug', 'diff', 'keep_remote_files', 'no_log')
HAVE_SELINUX = selinux is not None
AVAILABLE_HASH_ALGORITHMS = {name: getattr(hashlib, name) for name in hashlib.algorithms_guaranteed}
_load_params = _params.load

FILE_COMMON_ARGUMENTS = dict(
    {name: {'type': 'str'} for name in ('owner', 'group', 'seuser', 'serole', 'selevel', 'setype')},
    mode={'type': 'raw'},
    attributes={'type': 'str', 'aliases': ['attr']},
    unsafe_writes={'type': 'bool', 'default': False, 'fallback': (env_fallback, ['ANSIBLE_UNSAFE_WRITES'])},
)


def load_platform_subclass(cls, *args, **kwargs):
    """An instance of the subclass for this system."""
    subclass = get_platform_subclass(cls)
    return super(cls, subclass).__new__(subclass)


def get_all_subclasses(cls):
    """Children, and theirs."""
    return [one for child in cls.__subclasses__() for one in [child] + get_all_subclasses(child)]


def get_module_path():
    return os.path.dirname(os.path.realpath(__file__))


def missing_required_lib(library, reason=None, url=None):
    """The message when a module cannot import what it needs."""
    sentences = (
        ("Failed to import the required Python library (%s) on %s's Python %s.",
         (library, platform.node(), sys.executable)),
        ('This is required %s.', reason),
        ('See %s for more info.', url),
        ('Install it for this Python, or name one that has it with ansible_python_interpreter.', ()),
    )
    return ' '.join(text % words for text, words in sentences if words is not None)


class AnsibleModule(Reporting, Commands, Files, Moves, SELinux):
    """A module at work: reads its arguments, checks them by the argument spec, and ends with a result."""

    def __init__(self, argument_spec, bypass_checks=False, no_log=False, mutually_exclusive=None,
                 required_together=None, required_one_of=None, add_file_common_args=False,
                 supports_check_mode=False, required_if=None, required_by=None):
        self._name = os.path.basename(__file__)
        self.argument_spec = argument_spec
        self.supports_check_mode = supports_check_mode
        self.bypass_checks = bypass_checks
        self.mutually_exclusive = mutually_exclusive
        self.required_together = required_together
        self.required_one_of = required_one_of
        self.required_if = required_if
        self.required_by = required_by
        self.run_command_environ_update = {}
        self.cleanup_files = []
        self.no_log_values = set()
        self.aliases = {}
        if add_file_common_args:
            for name, rules in FILE_COMMON_ARGUMENTS.items():
                self.argument_spec.setdefault(name, rules)
        self._check_locale()
        self.params = _params.load()
        self._take_internals(no_log)
        self._check_arguments()
        if self.check_mode and not supports_check_mode:
            self.exit_json(skipped=True, msg='remote module (%s) does not support check mode' % self._name)
        self._mind_passwords()
        self._set_cwd()

    def _take_internals(self, no_log):
        for name, (attribute, otherwise) in _params.INTERNAL.items():
            if name == 'no_log':
                otherwise = no_log
            elif name == 'module_name':
                otherwise = self._name
            value = self.params.pop('_ansible_' + name, otherwise)
            setattr(self, attribute, self.boolean(value) if name in PASS_BOOLS else value)

    def _check_arguments(self):
        self.validator = ModuleArgumentSpecValidator(
            self.argument_spec, self.mutually_exclusive, self.required_together, self.required_one_of,
            self.required_if, self.required_by)
        self.validation_result = self.validator.validate(self.params)
        self.params.update(self.validation_result.validated_parameters)
        self.no_log_values.update(self.validation_result.secrets)
        self.aliases.update(self.validation_result.aliases)
        errors = self.validation_result.errors
        if errors.errors:
            unknown = 'Unsupported parameters for (%s) module: ' % self._name
            self.fail_json(msg=(unknown if isinstance(errors[0], UnsupportedError) else '') + errors.msg)

    def _mind_passwords(self):
        """Warns of arguments that sound like secrets and are not declared as such."""
        for name in () if self.no_log else list(self.params):
            rules = self.argument_spec.get(self.aliases.get(name, name), {})
            if rules.get('no_log') is None and sounds_secret(name):
                self.warn('Module did not set no_log for %s' % name)

    def _check_locale(self):
        try:
            locale.setlocale(locale.LC_ALL, '')
        except locale.Error:
            locale.setlocale(locale.LC_ALL, 'C')
            os.environ.update(LANG='C', LC_ALL='C', LC_MESSAGES='C')

    def _set_cwd(self):
        """Away from a folder that this user may not read, or that is gone."""
        with suppress(OSError):
            if os.access(os.getcwd(), os.R_OK):
                return
        refuges = os.path.expanduser('~'), tempfile.gettempdir()
        os.chdir(next((place for place in refuges if os.access(place, os.R_OK)), os.sep))

    @property
    def tmpdir(self):
        """A folder that is gone when the module has ended."""
        if self._tmpdir is None:
            parent = os.path.expanduser(os.path.expandvars(self._remote_tmp or ''))
            with self._failing('no temporary folder for the module: '):
                self._tmpdir = tempfile.mkdtemp(prefix='ansible-moduletmp-',
                                                dir=parent if os.path.isdir(parent) else None)
            if not self._keep_remote_files:
                atexit.register(shutil.rmtree, self._tmpdir, ignore_errors=True)
        return self._tmpdir

    def boolean(self, arg):
        """As the function of this name; None stays None."""
        with self._failing(kinds=TypeError):
            return None if arg is None else boolean(arg)

    def fail_on_missing_params(self, required_params=None):
        with self._failing(kinds=TypeError):
            check_missing_parameters(self.params, required_params)

    def safe_eval(self, value, locals=None, include_exceptions=False):
        return safe_eval(value, locals, include_exceptions)

    def bytes_to_human(self, size):
        return bytes_to_human(size)

    pretty_bytes = bytes_to_human

    def human_to_bytes(self, number, isbits=False):
        return human_to_bytes(number, isbits)

    is_executable = staticmethod(is_executable)
