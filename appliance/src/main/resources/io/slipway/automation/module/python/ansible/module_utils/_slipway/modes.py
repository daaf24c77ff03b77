"""Symbolic file modes, as chmod(1) reads them."""

import os
import re
import stat

_OPERATORS = re.compile(r'[+=-]')
_ILLEGAL_USERS = re.compile(r'[^ugo]')
_ILLEGAL_PERMISSIONS = re.compile(r'[^rwxXstugo]')
_SHIFT = {'u': 6, 'g': 3, 'o': 0}
_SPECIAL = {'u': ('s', stat.S_ISUID), 'g': ('s', stat.S_ISGID), 'o': ('t', stat.S_ISVTX)}


def from_symbols(found, symbols):
    """The mode that a file has after ``u+rwX,go=r``. found: what stat says of it now."""
    mode = stat.S_IMODE(found.st_mode)
    for clause in symbols.split(','):
        changes = _OPERATORS.split(clause)
        users = changes.pop(0)
        everybody = users in ('', 'a')
        mask = umask() if users == '' else 0
        if not everybody and _ILLEGAL_USERS.search(users) or any(map(_ILLEGAL_PERMISSIONS.search, changes)):
            raise ValueError('bad symbolic permission for mode: %s' % clause)
        for operator, letters in zip(_OPERATORS.findall(clause), changes):
            for user in 'ugo' if everybody else users:
                bits = _bits(found, user, letters, mask)
                if operator == '=':
                    mode = mode & ~(0o7 << _SHIFT[user] | _SPECIAL[user][1]) | bits
                else:
                    mode = mode | bits if operator == '+' else mode & ~bits
    return mode


def _bits(found, user, letters, mask):
    before = stat.S_IMODE(found.st_mode)
    shift = _SHIFT[user]
    bits = 0
    for letter in letters:
        if letter in 'rwx':
            bits |= {'r': 4, 'w': 2, 'x': 1}[letter] << shift & ~mask
        elif letter == 'X':
            bits |= 1 << shift if stat.S_ISDIR(found.st_mode) or before & 0o111 else 0
        elif letter in 'ugo':
            bits |= (before >> _SHIFT[letter] & 7) << shift
        elif letter == _SPECIAL[user][0]:
            bits |= _SPECIAL[user][1]
    return bits


def umask():
    """The mask of this process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
