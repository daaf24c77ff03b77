"""SELinux contexts, where there is SELinux."""

import os

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
        if not self.selinux_enabled():
            return self.selinux_initial_context()
        try:
            return self._parts(selinux.matchpathcon(to_native(path), mode))
        except OSError:
            return self.selinux_initial_context()

    def selinux_context(self, path):
        """What a file has."""
        if not self.selinux_enabled():
            return self.selinux_initial_context()
        try:
            return self._parts(selinux.lgetfilecon_raw(to_native(path)))
        except FileNotFoundError:
            self.fail_json(path=path, msg='path %s does not exist' % path)
        except OSError:
            self.fail_json(path=path, msg='failed to retrieve selinux context')

    def _parts(self, answer):
        # the last part, the level, may hold colons
        return self.selinux_initial_context() if answer[0] == -1 else answer[1].split(':', 3)

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
        if not self.selinux_enabled():
            return changed
        return self.set_context_if_different(path, self.selinux_default_context(path), False)

    def set_context_if_different(self, path, context, changed, diff=None):
        """Parts of the context that are None stay as they are."""
        if not self.selinux_enabled():
            return changed
        if self.check_file_absent_if_check_mode(path):
            return True
        now = self.selinux_context(path)
        special, fixed = self.is_special_selinux_path(path)
        wanted = fixed if special else [
            part if len(context) <= i or context[i] is None else context[i] for i, part in enumerate(now)]
        if now == wanted:
            return changed
        self._differs(diff, 'secontext', now, wanted)
        if self.check_mode:
            return True
        try:
            status = selinux.lsetfilecon(to_native(path), ':'.join(wanted))
        except OSError as problem:
            self.fail_json(path=path, msg='invalid selinux context: %s' % to_native(problem), new_context=wanted,
                           cur_context=now, input_was=context)
        if status != 0:
            self.fail_json(path=path, msg='set selinux context failed')
        return True
