"""The arguments of this call."""

import json
import os
import sys

#: What the one who starts the module sets: JSON, as bytes.
given = None

#: What comes with the arguments under ``_ansible_`` names: the attribute of the module, and its value without.
INTERNAL = {
    'check_mode': ('check_mode', False),
    'debug': ('_debug', False),
    'diff': ('_diff', False),
    'keep_remote_files': ('_keep_remote_files', False),
    'module_name': ('_name', None),
    'no_log': ('no_log', False),
    'remote_tmp': ('_remote_tmp', None),
    'selinux_special_fs': ('_selinux_special_fs', ['fuse', 'nfs', 'vboxsf', 'ramfs', '9p', 'vfat']),
    'shell_executable': ('_shell', '/bin/sh'),
    'socket': ('_socket_path', None),
    'string_conversion_action': ('_string_conversion_action', 'warn'),
    'syslog_facility': ('_syslog_facility', 'INFO'),
    'tmpdir': ('_tmpdir', None),
    'verbosity': ('_verbosity', 0),
    'version': ('ansible_version', '0.0'),
}


def load():
    """The arguments: as given, else from the file or text on the command line, else from standard input."""
    global given
    if given is None:
        given = _written()
    try:
        return json.loads(given.decode('utf-8'))['ANSIBLE_MODULE_ARGS']
    except ValueError:
        _refuse('decode valid JSON on stdin.  Unable to figure out what parameters were passed')
    except KeyError:
        _refuse('locate ANSIBLE_MODULE_ARGS in json data from stdin.  '
                'Unable to figure out what parameters were passed')


def _written():
    if len(sys.argv) < 2:
        return sys.stdin.buffer.read()
    if os.path.isfile(sys.argv[1]):
        with open(sys.argv[1], 'rb') as file:
            return file.read()
    return sys.argv[1].encode('utf-8', 'surrogateescape')


def _refuse(what):
    print('\n' + json.dumps({'msg': 'Error: Module unable to ' + what, 'failed': True}))
    sys.exit(1)
