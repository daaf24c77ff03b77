"""Under another Python: what a module asks for that needs libraries of one. It runs under the one that was found."""

import subprocess


def has_respawned():
    return False


def respawn_module(interpreter_path):
    raise Exception('this module wants to run under %s: name it with ansible_python_interpreter' % interpreter_path)


def _imports(interpreter, module):
    try:
        tried = subprocess.run([interpreter, '-c', 'import ' + module], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return tried.returncode == 0


def probe_interpreters_for_module(interpreter_paths, module_name):
    """The first of these Pythons that can import a module."""
    return next((path for path in interpreter_paths if _imports(path, module_name)), None)
