"""Files put in place of others, at once or not at all."""

import errno
import os
import shutil
import stat
import tempfile
import time

from ansible.module_utils._slipway.modes import umask
from ansible.module_utils.common.text.converters import to_bytes, to_native

_WAYS_AROUND = (errno.EPERM, errno.EXDEV, errno.EACCES, errno.ETXTBSY, errno.EBUSY)


class Moves(object):
    """Of AnsibleModule: atomic_move, and copies kept of what was there."""

    def atomic_move(self, src, dest, unsafe_writes=False):
        """Puts src in the place of dest, with the owner and mode of what was there."""
        source, target = to_bytes(src), to_bytes(dest)
        before = os.stat(target) if os.path.exists(target) else None
        context = None
        if self.selinux_enabled():
            context = self.selinux_context(dest) if before else self.selinux_default_context(dest)
        if before:
            _unless_forbidden(os.chmod, source, stat.S_IMODE(before.st_mode))
            _unless_forbidden(os.chown, source, before.st_uid, before.st_gid)
        with self._failing('Could not replace file: %s to %s: ' % (src, dest), trace=True):
            try:
                os.rename(source, target)
            except OSError as problem:
                if problem.errno not in _WAYS_AROUND:
                    raise
                self._move_beside(source, target, before, context, unsafe_writes)
        if not before:
            os.chmod(target, 0o666 & ~umask())
            _unless_forbidden(os.chown, target, os.geteuid(), os.getegid())
        if self.selinux_enabled():
            self.set_context_if_different(dest, context, False)

    def _move_beside(self, source, target, before, context, unsafe_writes):
        """Where no rename leads: a copy made beside the target takes its place. Only when asked for, and nothing else
        works, the target itself is written over."""
        beside = None
        try:
            beside = _new_file_beside(target)
            shutil.copy2(source, beside)
            if self.selinux_enabled():
                self.set_context_if_different(to_native(beside), context, False)
            if before:
                _unless_forbidden(os.chown, beside, before.st_uid, before.st_gid)
            with open(beside, 'rb') as file:
                os.fsync(file.fileno())
            os.rename(beside, target)
            _unless_forbidden(os.unlink, source)
        except OSError:
            if not unsafe_writes:
                raise
            shutil.copyfile(source, target)
        finally:
            if beside:
                self.cleanup(beside)

    def backup_local(self, fn):
        """Keeps a copy beside a file, named for the time; its name, or nothing when there is no file."""
        if not os.path.exists(fn):
            return ''
        kept = fn + time.strftime('.{}.%Y-%m-%d@%H:%M:%S~').format(os.getpid())
        with self._failing('Could not make backup of %s to %s: ' % (fn, kept)):
            self.preserved_copy(fn, kept)
        return kept

    def preserved_copy(self, src, dest):
        """A copy with all that the original has: owner, mode, times, context, flags."""
        shutil.copy2(src, dest)
        if self.selinux_enabled():
            self.set_context_if_different(dest, self.selinux_context(src), False)
        found = os.stat(src)
        _unless_forbidden(os.chown, dest, found.st_uid, found.st_gid)
        flags = self.get_file_attributes(src, include_version=False).get('attr_flags', '')
        self.set_attributes_if_different(dest, flags, True)


def _new_file_beside(target):
    descriptor, path = tempfile.mkstemp(prefix=b'.ansible_tmp', dir=os.path.dirname(target) or b'.')
    os.close(descriptor)
    return path


def _unless_forbidden(work, *args):
    try:
        work(*args)
    except OSError as problem:
        if problem.errno != errno.EPERM:
            raise
