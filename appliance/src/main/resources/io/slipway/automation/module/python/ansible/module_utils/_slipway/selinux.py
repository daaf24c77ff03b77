"""SELinux contexts, where there is SELinux."""

import os
from itertools import zip_longest

from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text

try:
    import selinux
except ImportError:
    selinux = None


class SELinux(object):
    """Of AnsibleModule: contexts of files."""

    def selinux_enabled(self):
        return selinux is not None and selinux.is_selinux_enabled() == 1

    def selinux_mls_enabled(self):
        return selinux is not None and selinux.is_selinux_mls_enabled() == 1

    def selinux_initial_context(self):
        return [None] * (4 if self.selinux_mls_enabled() else 3)

    def selinux_default_context(self, path, mode=0):
        """What the policy wants for a path."""
        return self._context('matchpathcon', path, mode) or self.selinux_initial_context()

    def selinux_context(self, path):
        """What a file has."""
        context = self._context('lgetfilecon_raw', path)
        if context is None:
            there = os.path.lexists(to_bytes(path))
            self.fail_json(path=path, msg='failed to retrieve selinux context' if there
                           else 'path %s does not exist' % path)
        return context

    def _context(self, question, path, *more):
        """The parts of what libselinux answers, all None when it knows none; None when it refuses."""
        status = -1
        if self.selinux_enabled():
            try:
                status, context = getattr(selinux, question)(to_native(path), *more)
            except OSError:
                return None
        # the last part, the level, may hold colons
        return self.selinux_initial_context() if status == -1 else context.split(':', 3)

    def find_mount_point(self, path):
        place = os.path.realpath(to_bytes(os.path.expanduser(os.path.expandvars(path))))
        while not os.path.ismount(place):
            place = os.path.dirname(place)
        return to_text(place)

    def is_special_selinux_path(self, path):
        """Whether the file system keeps no contexts of its own, and the one that holds there."""
        try:
            with open('/proc/mounts') as file:
                mounts = [line.split(' ') for line in file]
        except OSError:
            return False, None
        point = self.find_mount_point(path)
        for mount in mounts:
            if mount[1] == point and any(special in mount[2] for special in self._selinux_special_fs):
                return True, self.selinux_context(point)
        return False, None

    def set_default_selinux_context(self, path, changed):
        return self.set_context_if_different(path, self.selinux_default_context(path), changed)

    def set_context_if_different(self, path, context, changed, diff=None):
        """Parts of the context that are None stay as they are."""
        if not self.selinux_enabled():
            return changed
        return self._change(lambda _, parts: self._labels(path, parts), path, context, changed, diff, expand=False)

    def _labels(self, path, parts):
        now = self.selinux_context(path)
        special, wanted = self.is_special_selinux_path(path)
        if not special:
            wanted = [old if new is None else new for old, new in zip_longest(now, parts)][:len(now)]

        def act():
            with self._failing('invalid selinux context: ', path=path, new_context=wanted, cur_context=now,
                               input_was=parts):
                status = selinux.lsetfilecon(to_native(path), ':'.join(wanted))
            if status != 0:
                self.fail_json(path=path, msg='set selinux context failed')
        return None if now == wanted else ('secontext', now, wanted, act)
