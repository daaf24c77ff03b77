"""Attributes of files."""

import fcntl
import os
import re
import stat
import time
from contextlib import contextmanager

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


class LockTimeout(Exception):
    """The lock was not free in time."""


class FileLock(object):
    """A lock that other modules respect, too."""

    def __init__(self):
        self.lockfd = None

    @contextmanager
    def lock_file(self, path, tmpdir, lock_timeout=None):
        try:
            self.set_lock(path, tmpdir, lock_timeout)
            yield
        finally:
            self.unlock()

    def set_lock(self, path, tmpdir, lock_timeout=None):
        """Waits for ever without a timeout; with 0 not at all."""
        place = os.path.join(tmpdir, 'ansible-%s.lock' % os.path.basename(path))
        self.lockfd = open(place, 'w')
        if lock_timeout is None:
            fcntl.flock(self.lockfd, fcntl.LOCK_EX)
            return True
        waited = 0
        while True:
            try:
                fcntl.flock(self.lockfd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.chmod(place, stat.S_IWRITE | stat.S_IREAD)
                return True
            except BlockingIOError:
                if lock_timeout <= 0:
                    raise
                if waited >= lock_timeout:
                    self.lockfd.close()
                    raise LockTimeout('%s sec' % lock_timeout)
                time.sleep(0.1)
                waited += 0.1

    def unlock(self):
        if self.lockfd:
            try:
                fcntl.flock(self.lockfd, fcntl.LOCK_UN)
                self.lockfd.close()
            except ValueError:
                pass
        return True
