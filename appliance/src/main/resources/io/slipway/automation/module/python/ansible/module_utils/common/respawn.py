"""Under another Python: what a module asks for that needs libraries of one. It runs under the one that was found."""

import subprocess

from ansible.module_utils.common.text.converters import to_bytes


def has_respawned():
    return False


def respawn_module(interpreter_path):
    raise Exception('this module wants to run under %s: name it with ansible_python_interpreter' % interpreter_path)


def probe_interpreters_for_module(interpreter_paths, module_name):
    """The first of these Pythons that can import a module."""
    for path in interpreter_paths:
        try:
            if subprocess.call([path, '-c', to_bytes('import %s' % module_name)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) == 0:
                return path
        except OSError:
            continue
    return None
