"""Runs a module that came over standard input: its length and kind in a line, then a zip of sources, then arguments."""

import sys

# what lies in the current folder must not take the place of Python's own modules
sys.path = [place for place in sys.path if place]
if sys.version_info < (3, 6):
    sys.stderr.write('Slipway: Python 3.6 or newer is needed, and this is %s\n' % sys.version.split()[0])
    sys.exit(99)

import importlib.util  # noqa: E402
import io  # noqa: E402
import os  # noqa: E402
import runpy  # noqa: E402
import signal  # noqa: E402
import zipfile  # noqa: E402


class Bundle(object):
    """Imports from a zip in memory."""

    def __init__(self, content, main):
        self.main = main
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def file(self, module):
        stem = module.replace('.', '/')
        return next((name for name in (stem + '/__init__.py', stem + '.py') if name in self.files), None)

    def find_spec(self, fullname, path=None, target=None):
        file = self.file(fullname)
        if file is None:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, origin=file, is_package=file.endswith('/__init__.py'))
        spec.has_location = True
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, fullname):
        file = self.file(fullname)
        return compile(self.files[file], file, 'exec', dont_inherit=True)

    def get_source(self, fullname):
        """For tracebacks, which call what runs by the name that it runs under."""
        file = self.file(self.main if fullname == '__main__' else fullname)
        return None if file is None else importlib.util.decode_source(self.files[file])

    def get_data(self, path):
        if path not in self.files:
            raise OSError('there is no %s' % path)
        return self.files[path]

    def is_package(self, fullname):
        return self.file(fullname).endswith('/__init__.py')


def explain(kind, error, trace):
    """Python's own way of showing what nobody caught looks for sources in files only."""
    import traceback
    traceback.print_exception(kind, error, trace)


def start():
    given = sys.stdin.buffer
    size, name = given.readline().decode().split()
    bundle = Bundle(given.read(int(size)), name)
    arguments = given.read()
    # the module's own programs find nothing more to read
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda which, frame: sys.exit(128 + which))
    sys.meta_path.insert(0, bundle)
    sys.excepthook = explain
    from ansible.module_utils._slipway import params
    params.given = arguments
    sys.argv = [bundle.file(name)]
    runpy.run_module(name, run_name='__main__', alter_sys=True, init_globals={'_module_fqn': name})


start()
