"""Attributes of files."""

import os
import re
import stat

FILE_ATTRIBUTES = {
    'A': 'noatime', 'a': 'append', 'c': 'compressed', 'C': 'nocow', 'd': 'nodump', 'D': 'dirsync', 'e': 'extents',
    'E': 'encrypted', 'h': 'blocksize', 'i': 'immutable', 'I': 'indexed', 'j': 'journalled', 'N': 'inline',
    's': 'zero', 'S': 'synchronous', 't': 'notail', 'T': 'blockroot', 'u': 'undelete', 'X': 'compressedraw',
    'Z': 'compresseddirty',
}

USERS_RE = re.compile(r'[^ugo]')
PERMS_RE = re.compile(r'[^rwxXstugo]')
S_IRANY = 0o0444
S_IWANY = 0o0222
S_IXANY = 0o0111
S_IRWU_RWG_RWO = S_IRANY | S_IWANY
S_IRWU_RG_RO = S_IRANY | stat.S_IWUSR
S_IRWXU_RXG_RXO = S_IRANY | S_IXANY | stat.S_IWUSR
_PERM_BITS = 0o7777
_EXEC_PERM_BITS = 0o0111
_DEFAULT_PERM = 0o0666


def is_executable(path):
    """Whether anybody may execute it."""
    return os.stat(path)[stat.ST_MODE] & S_IXANY


def format_attributes(attributes):
    """The names of the flags that lsattr prints."""
    return [FILE_ATTRIBUTES[flag] for flag in attributes if flag in FILE_ATTRIBUTES]


def get_flags_from_attributes(attributes):
    return ''.join(flag for flag, name in FILE_ATTRIBUTES.items() if name in attributes)


def get_file_arg_spec():
    """What modules that write files take."""
    spec = {name: {} for name in ('owner', 'group', 'seuser', 'serole', 'selevel', 'setype')}
    spec['mode'] = {'type': 'raw'}
    spec['attributes'] = {'aliases': ['attr']}
    return spec
