"""Owner, group, mode and kind of a file: what they are, and by which names they go."""

import grp
import os
import pwd
import stat


class Belonging(object):
    """Owner or group: names and numbers of it, and the place of its number in a pair (owner, group)."""

    def __init__(self, place, program, number, name):
        self.place = place
        self.program = program
        self._number = number
        self._name = name

    def number(self, who):
        """The number of a name, or of a number in digits. KeyError: there is no such name."""
        try:
            return int(who)
        except ValueError:
            return self._number(who)

    def name(self, number):
        """The name, or the digits of a number that has none."""
        try:
            return self._name(number)
        except KeyError:
            return str(number)

    def give(self, path, number):
        """Changes it, and nothing else; of a link, not of what it leads to."""
        pair = [-1, -1]
        pair[self.place] = number
        os.lchown(path, *pair)


OWNER = Belonging(0, 'chown', lambda name: pwd.getpwnam(name).pw_uid, lambda uid: pwd.getpwuid(uid).pw_name)
GROUP = Belonging(1, 'chgrp', lambda name: grp.getgrnam(name).gr_gid, lambda gid: grp.getgrgid(gid).gr_name)

_KINDS = (
    ('link', lambda found: stat.S_ISLNK(found.st_mode)),
    ('directory', lambda found: stat.S_ISDIR(found.st_mode)),
    ('hard', lambda found: found.st_nlink > 1),
    ('file', lambda found: True),
)


def octal(mode):
    """A mode as results show it."""
    return '0%03o' % stat.S_IMODE(mode)


def described(found):
    """What results tell of a file. found: what lstat says of it."""
    return {
        'uid': found.st_uid, 'owner': OWNER.name(found.st_uid),
        'gid': found.st_gid, 'group': GROUP.name(found.st_gid),
        'mode': octal(found.st_mode), 'size': found.st_size,
        'state': next(kind for kind, holds in _KINDS if holds(found)),
    }
