"""What moved between two Pythons, where it is now. Rarely used modules are imported when they are asked for."""

import builtins
import configparser  # noqa: F401
import functools
import importlib
import io
import itertools
import shlex
import sys
from collections import UserDict, UserList, UserString  # noqa: F401

filter = builtins.filter
map = builtins.map
range = xrange = builtins.range
zip = builtins.zip
input = builtins.input
intern = sys.intern
reduce = functools.reduce
filterfalse = itertools.filterfalse
zip_longest = itertools.zip_longest
shlex_quote = shlex.quote
StringIO = cStringIO = io.StringIO
reload_module = importlib.reload

_MODULES = {
    'queue': 'queue', '_thread': '_thread', 'cPickle': 'pickle', 'copyreg': 'copyreg', 'html_entities': 'html.entities',
    'html_parser': 'html.parser', 'http_client': 'http.client', 'http_cookies': 'http.cookies',
    'http_cookiejar': 'http.cookiejar', 'socketserver': 'socketserver', 'xmlrpc_client': 'xmlrpc.client',
    'xmlrpc_server': 'xmlrpc.server', 'urllib_parse': 'urllib.parse', 'urllib_error': 'urllib.error',
    'reprlib': 'reprlib', 'BaseHTTPServer': 'http.server', 'email_mime_text': 'email.mime.text',
    'email_mime_multipart': 'email.mime.multipart', 'email_mime_base': 'email.mime.base',
}


class _Moved(object):
    """Makes ``import ansible.module_utils.six.moves.http_client`` work."""

    def find_spec(self, fullname, path=None, target=None):
        short = fullname[len(__name__) + 1:]
        if not fullname.startswith(__name__ + '.') or short not in _MODULES:
            return None
        return importlib.util.spec_from_loader(fullname, self)

    def create_module(self, spec):
        return importlib.import_module(_MODULES[spec.name[len(__name__) + 1:]])

    def exec_module(self, module):
        pass


def __getattr__(name):
    if name in _MODULES:
        return importlib.import_module(_MODULES[name])
    raise AttributeError('%s has no %s' % (__name__, name))


import importlib.util  # noqa: E402

sys.meta_path.insert(0, _Moved())
for _name in _MODULES if sys.version_info < (3, 7) else ():
    globals()[_name] = importlib.import_module(_MODULES[_name])
