"""Files put in place of others, at once or not at all."""

import errno
import os
import shutil
import tempfile
import time
import traceback

from ansible.module_utils.common.text.converters import to_bytes, to_native

_WAYS_AROUND = (errno.EPERM, errno.EXDEV, errno.EACCES, errno.ETXTBSY, errno.EBUSY)


class Moves(object):
    """Of AnsibleModule: atomic_move, and copies kept of what was there."""

    def atomic_move(self, src, dest, unsafe_writes=False):
        """Puts src in the place of dest, with the owner and mode of what was there."""
        source, target = to_bytes(src), to_bytes(dest)
        creating = not os.path.exists(target)
        before = None if creating else os.stat(target)
        context = None
        if self.selinux_enabled():
            context = self.selinux_default_context(dest) if creating else self.selinux_context(dest)
        if before is not None:
            _unless_forbidden(lambda: os.chmod(source, before.st_mode & 0o7777))
            _unless_forbidden(lambda: os.chown(source, before.st_uid, before.st_gid))
        try:
            os.rename(source, target)
        except OSError as problem:
            if problem.errno not in _WAYS_AROUND:
                self.fail_json(msg='Could not replace file: %s to %s: %s' % (src, dest, to_native(problem)),
                               exception=traceback.format_exc())
            self._move_beside(src, dest, before, context, unsafe_writes)
        if creating:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(target, 0o666 & ~mask)
            _unless_forbidden(lambda: os.chown(target, os.geteuid(), os.getegid()))
        if self.selinux_enabled():
            self.set_context_if_different(dest, context, False)

    def _move_beside(self, src, dest, before, context, unsafe_writes):
        """From another file system: first beside the target, then in its place."""
        source, target = to_bytes(src), to_bytes(dest)
        try:
            descriptor, beside = tempfile.mkstemp(
                prefix=b'.ansible_tmp', dir=os.path.dirname(target) or b'.', suffix=os.path.basename(target))
            os.close(descriptor)
        except OSError as problem:
            if not unsafe_writes:
                self.fail_json(msg='The destination directory (%s) is not writable by the current user. Error was: %s'
                               % (os.path.dirname(dest), to_native(problem)), exception=traceback.format_exc())
            self._unsafe_writes(source, target)
            return
        try:
            shutil.copy2(source, beside)
            if self.selinux_enabled():
                self.set_context_if_different(to_native(beside), context, False)
            if before is not None:
                _unless_forbidden(lambda: os.chown(beside, before.st_uid, before.st_gid))
            with open(beside, 'rb') as file:
                os.fsync(file.fileno())
            os.rename(beside, target)
            _unless_forbidden(lambda: os.unlink(source))
        except OSError as problem:
            if not unsafe_writes:
                self.fail_json(msg='Failed to replace file: %s to %s: %s' % (src, dest, to_native(problem)),
                               exception=traceback.format_exc())
            self._unsafe_writes(source, target)
        finally:
            self.cleanup(beside)

    def _unsafe_writes(self, src, dest):
        try:
            shutil.copyfile(src, dest)
        except OSError as problem:
            self.fail_json(msg='Could not write data to file (%s) from (%s): %s'
                           % (to_native(dest), to_native(src), to_native(problem)), exception=traceback.format_exc())

    def backup_local(self, fn):
        """Keeps a copy beside a file, named for the time; its name, or nothing when there is no file."""
        if not os.path.exists(fn):
            return ''
        copy = '%s.%s.%s' % (fn, os.getpid(), time.strftime('%Y-%m-%d@%H:%M:%S~'))
        try:
            self.preserved_copy(fn, copy)
        except (shutil.Error, OSError) as problem:
            self.fail_json(msg='Could not make backup of %s to %s: %s' % (fn, copy, to_native(problem)))
        return copy

    def preserved_copy(self, src, dest):
        """A copy with all that the original has: owner, mode, times, context, flags."""
        shutil.copy2(src, dest)
        if self.selinux_enabled():
            self.set_context_if_different(dest, self.selinux_context(src), False)
        found = os.stat(src)
        _unless_forbidden(lambda: os.chown(dest, found.st_uid, found.st_gid))
        flags = self.get_file_attributes(src, include_version=False).get('attr_flags', '')
        self.set_attributes_if_different(dest, flags, True)


def _unless_forbidden(work):
    try:
        work()
    except OSError as problem:
        if problem.errno != errno.EPERM:
            raise
