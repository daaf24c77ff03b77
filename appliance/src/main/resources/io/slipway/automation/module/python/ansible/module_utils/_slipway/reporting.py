"""How a module ends, and what it says meanwhile."""

import errno
import json
import os
import sys
import traceback
from collections.abc import Mapping
from contextlib import contextmanager

from ansible.module_utils._slipway.attributes import described
from ansible.module_utils._slipway.secrets import remove_values
from ansible.module_utils.common.text.converters import jsonify, to_bytes, to_native, to_text
from ansible.module_utils.common.warnings import deprecate, get_deprecation_messages, get_warning_messages, warn

try:
    import syslog
except ImportError:
    syslog = None


class Reporting(object):
    """Of AnsibleModule: results, warnings, log."""

    def exit_json(self, **kwargs):
        """Ends the module: done."""
        self._end(0, kwargs)

    def fail_json(self, msg, **kwargs):
        """Ends the module: not done."""
        telling = self._debug or self._verbosity >= 3
        if telling and 'exception' not in kwargs and sys.exc_info()[0]:
            kwargs['exception'] = ''.join(traceback.format_tb(sys.exc_info()[2]))
        self._end(1, dict(kwargs, failed=True, msg=msg))

    @contextmanager
    def _failing(self, before='', kinds=OSError, trace=False, **more):
        """A problem of these kinds within ends the module: the message is the problem, with something before it."""
        try:
            yield
        except kinds as problem:
            if trace:
                more['exception'] = traceback.format_exc()
            self.fail_json(msg=before + to_native(problem), **more)

    def _end(self, status, result):
        self.do_cleanup_files()
        self._return_formatted(result)
        sys.exit(status)

    def _return_formatted(self, kwargs):
        self.add_path_info(kwargs)
        kwargs.setdefault('invocation', {'module_args': self.params})
        for one in _listed(kwargs.get('warnings')):
            self.warn(one)
        for one in _listed(kwargs.get('deprecations')):
            if isinstance(one, Mapping):
                self.deprecate(one['msg'], version=one.get('version'), date=one.get('date'),
                               collection_name=one.get('collection_name'))
            elif isinstance(one, (list, tuple)) and len(one) == 2:
                self.deprecate(one[0], version=one[1])
            else:
                self.deprecate(one)
        if get_warning_messages():
            kwargs['warnings'] = get_warning_messages()
        if get_deprecation_messages():
            kwargs['deprecations'] = get_deprecation_messages()
        print('\n' + self.jsonify(remove_values(kwargs, self.no_log_values)))

    def add_path_info(self, kwargs):
        """What is to be known about the file that a result names."""
        path = kwargs.get('path', kwargs.get('dest'))
        if path is not None and os.path.exists(to_bytes(path)):
            kwargs.update(described(os.lstat(to_bytes(path))))
            if self.selinux_enabled():
                kwargs['secontext'] = ':'.join(self.selinux_context(path))
        return kwargs

    def warn(self, warning):
        """Tells the user something."""
        warn(warning)
        self.log('[WARNING] %s' % warning)

    def deprecate(self, msg, version=None, date=None, collection_name=None):
        """Tells the user what will be gone."""
        until = [str(one) for one in (version, date) if one is not None]
        if len(until) > 1:
            raise AssertionError('something is deprecated until a version or until a date, not both')
        deprecate(msg, version, date, collection_name)
        self.log(' '.join(['[DEPRECATION WARNING]', msg] + until))

    def log(self, msg, log_args=None):
        """To the node's own log."""
        if self.no_log or syslog is None:
            return
        if not isinstance(msg, (str, bytes)):
            raise TypeError('msg should be a string (got %s)' % type(msg))
        text = remove_values(to_text(msg, errors='replace'), self.no_log_values)
        syslog.openlog('ansible-%s' % self._name, 0, getattr(syslog, str(self._syslog_facility), syslog.LOG_USER))
        syslog.syslog(syslog.LOG_INFO, text.encode('utf-8', 'replace').decode('utf-8').replace('\0', ' '))

    def debug(self, msg):
        if self._debug:
            self.log('[debug] %s' % msg)

    def jsonify(self, data):
        with self._failing(kinds=UnicodeError):
            return jsonify(data)

    def from_json(self, data):
        return json.loads(data)

    def add_cleanup_file(self, path):
        """Removes a file when the module ends."""
        if path not in self.cleanup_files:
            self.cleanup_files.append(path)

    def do_cleanup_files(self):
        for path in self.cleanup_files:
            self.cleanup(path)

    def cleanup(self, tmpfile):
        """Removes a file that may be gone already. Where it cannot, the user is told, and that is all."""
        try:
            os.unlink(tmpfile)
        except OSError as problem:
            if problem.errno != errno.ENOENT:
                self.warn('a temporary file is left behind: ' + to_native(problem))


def _listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
