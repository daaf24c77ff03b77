"""Attributes of files."""

import os

FILE_ATTRIBUTES = {
    'A': 'noatime', 'a': 'append', 'c': 'compressed', 'C': 'nocow', 'd': 'nodump', 'D': 'dirsync', 'e': 'extents',
    'E': 'encrypted', 'h': 'blocksize', 'i': 'immutable', 'I': 'indexed', 'j': 'journalled', 'N': 'inline',
    's': 'zero', 'S': 'synchronous', 't': 'notail', 'T': 'blockroot', 'u': 'undelete', 'X': 'compressedraw',
    'Z': 'compresseddirty',
}

_PERM_BITS = 0o7777
_EXEC_PERM_BITS = 0o0111
_DEFAULT_PERM = 0o0666


def is_executable(path):
    """Whether anybody may execute it."""
    return bool(os.stat(path).st_mode & _EXEC_PERM_BITS)


def format_attributes(attributes):
    """The names of the flags that lsattr prints."""
    return [FILE_ATTRIBUTES[flag] for flag in attributes if flag in FILE_ATTRIBUTES]
