"""Owner, mode and attributes of files."""

import hashlib
import os
import re
import stat
from functools import partial

from ansible.module_utils._slipway.attributes import GROUP, OWNER, octal
from ansible.module_utils._slipway.modes import from_symbols
from ansible.module_utils.common.file import format_attributes
from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text

_OCTAL = re.compile(r'\s*(0o)?[0-7]+\s*$', re.IGNORECASE)


def _place(path, expand=True):
    where = to_bytes(path, errors='surrogate_or_strict')
    return os.path.expanduser(os.path.expandvars(where)) if expand else where


class Files(object):
    """Of AnsibleModule: what modules that make files ask for. Each setter says whether something changed."""

    def load_file_common_arguments(self, params, path=None):
        """What the arguments say about the file that they name, for set_fs_attributes_if_different."""
        if path is None:
            path = params.get('path', params.get('dest'))
        if path is None:
            return {}
        path = os.path.expanduser(os.path.expandvars(path))
        if params.get('follow', False) and os.path.islink(to_bytes(path)):
            path = to_native(os.path.realpath(to_bytes(path)))
        names = ['seuser', 'serole', 'setype'] + (['selevel'] if self.selinux_mls_enabled() else [])
        usual = self.selinux_default_context(path)
        context = [usual[i] if params.get(name) == '_default' and i < len(usual) else params.get(name)
                   for i, name in enumerate(names)]
        arguments = {name: params.get(name) for name in (
            'mode', 'owner', 'group', 'seuser', 'serole', 'setype', 'selevel', 'attributes')}
        return dict(arguments, path=path, secontext=context)

    def set_fs_attributes_if_different(self, file_args, changed, diff=None, expand=True):
        """Everything that load_file_common_arguments found."""
        changed = self.set_context_if_different(file_args['path'], file_args['secontext'], changed, diff)
        for name in ('owner', 'group', 'mode', 'attributes'):
            setter = getattr(self, 'set_%s_if_different' % name)
            changed = setter(file_args['path'], file_args[name], changed, diff, expand)
        return changed

    set_file_attributes_if_different = set_fs_attributes_if_different
    set_directory_attributes_if_different = set_fs_attributes_if_different

    def check_file_absent_if_check_mode(self, file_path):
        return self.check_mode and not os.path.exists(file_path)

    def user_and_group(self, path, expand=True):
        found = os.lstat(_place(path, expand))
        return found.st_uid, found.st_gid

    def _change(self, find, path, wanted, changed, diff, expand=True):
        """Brings about what is wanted of a file; all setters come through here. find(where, wanted) tells nothing when
        all is well; else what it is that differs, how it is, how it will be, and a function that makes it so, which
        may return False: in vain."""
        if wanted is None:
            return changed
        where = _place(path, expand)
        if self.check_file_absent_if_check_mode(where):
            return True
        difference = find(where, wanted)
        if difference is None:
            return changed
        name, before, after, act = difference
        if diff is not None:
            for side, value in (('before', before), ('after', after)):
                diff.setdefault(side, {})[name] = value
        return self.check_mode or act() is not False or changed

    def set_owner_if_different(self, path, owner, changed, diff=None, expand=True):
        return self._change(partial(self._belonging, 'owner', OWNER), path, owner, changed, diff, expand)

    def set_group_if_different(self, path, group, changed, diff=None, expand=True):
        return self._change(partial(self._belonging, 'group', GROUP), path, group, changed, diff, expand)

    def _belonging(self, name, kind, where, who):
        try:
            number = kind.number(who)
        except KeyError:
            self.fail_json(path=to_text(where), msg='%s failed: failed to look up %s %s'
                           % (kind.program, 'user' if kind is OWNER else name, who))

        def act():
            with self._failing(kind.program + ' failed: ', path=to_text(where)):
                kind.give(where, number)
        now = self.user_and_group(where, False)[kind.place]
        return None if now == number else (name, now, number, act)

    def set_mode_if_different(self, path, mode, changed, diff=None, expand=True):
        return self._change(self._permissions, path, mode, changed, diff, expand)

    def _permissions(self, where, mode):
        found = os.lstat(where)
        wanted = self._mode(where, found, mode)

        def act():
            if stat.S_ISLNK(found.st_mode):
                return False
            with self._failing('chmod failed: ', path=to_text(where), trace=True):
                os.chmod(where, wanted)
            return octal(os.lstat(where).st_mode) != octal(found.st_mode)
        if wanted == stat.S_IMODE(found.st_mode):
            return None
        return 'mode', octal(found.st_mode), octal(wanted), act

    def _mode(self, where, found, mode):
        """A mode as a number: given as one, in octal digits, or in symbols."""
        wanted = mode
        if not isinstance(mode, int):
            try:
                wanted = int(mode, 8) if _OCTAL.match(str(mode)) else self._symbolic_mode_to_octal(found, mode)
            except Exception as problem:
                self.fail_json(path=to_text(where), msg='mode must be in octal or symbolic form',
                               details=to_native(problem))
            if wanted > 0o7777:
                self.fail_json(path=to_text(where), msg='Invalid mode supplied, only permission info is allowed',
                               details=wanted)
        return wanted

    @classmethod
    def _symbolic_mode_to_octal(cls, path_stat, symbolic_mode):
        return from_symbols(path_stat, symbolic_mode)

    def set_attributes_if_different(self, path, attributes, changed, diff=None, expand=True):
        """The flags of chattr(1), with = (unless they say otherwise), + or - before them."""
        return self._change(self._flags, path, attributes, changed, diff, expand)

    def _flags(self, where, attributes):
        wanted = attributes if attributes.startswith(('-', '+')) else '=' + attributes
        now = self.get_file_attributes(where, include_version=False).get('attr_flags')
        program = self.get_bin_path('chattr')

        def act():
            status, out, err = self.run_command([program, wanted, where])
            if status != 0 or err:
                self.fail_json(path=to_text(where), msg='chattr failed',
                               details='Error while setting attributes: %s' % (out + err))
        so_already = wanted in ('=' + (now or ''), '+' + (now or ''))
        return None if so_already or not program else ('attributes', now, wanted, act)

    def get_file_attributes(self, path, include_version=True):
        """The flags of chattr(1), where the file system has any."""
        program = self.get_bin_path('lsattr', False)
        if not program:
            return {}
        status, out, _ = self.run_command([program, '-vd' if include_version else '-d', path])
        words = out.split()
        if status != 0 or len(words) < (2 if include_version else 1):
            return {}
        flags = words[1 if include_version else 0].replace('-', '').strip()
        found = {'attr_flags': flags, 'attributes': format_attributes(flags)}
        if include_version:
            found['version'] = words[0]
        return found

    def digest_from_file(self, filename, algorithm):
        """The hexadecimal digest of a file, or None when there is none."""
        where = to_bytes(filename)
        if os.path.isdir(where):
            self.fail_json(msg='attempted to take checksum of directory: %s' % filename)
        if not os.path.exists(where):
            return None
        with self._failing('no digest of %s: ' % filename, ValueError), open(where, 'rb') as file:
            return _digest(file, algorithm)

    def md5(self, filename):
        return self.digest_from_file(filename, 'md5')

    def sha1(self, filename):
        return self.digest_from_file(filename, 'sha1')

    def sha256(self, filename):
        return self.digest_from_file(filename, 'sha256')

    def append_to_file(self, filename, str):
        with open(os.path.expandvars(os.path.expanduser(filename)), 'a') as file:
            file.write(str)


def _digest(file, algorithm):
    """algorithm: a digest that has begun, or the name of one."""
    running = algorithm if hasattr(algorithm, 'hexdigest') else hashlib.new(algorithm)
    block = file.read(1 << 18)
    while block:
        running.update(block)
        block = file.read(1 << 18)
    return running.hexdigest()
