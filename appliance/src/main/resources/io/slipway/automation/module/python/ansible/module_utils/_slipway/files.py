"""Owner, mode and attributes of files."""

import grp
import hashlib
import os
import pwd
import stat
import traceback

from ansible.module_utils._slipway.modes import from_symbols
from ansible.module_utils.common.file import format_attributes
from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text


def _place(path, expand=True):
    where = to_bytes(path, errors='surrogate_or_strict')
    return os.path.expanduser(os.path.expandvars(where)) if expand else where


class Files(object):
    """Of AnsibleModule: what modules that make files ask for. Each setter says whether something changed."""

    def load_file_common_arguments(self, params, path=None):
        """What the arguments say about the attributes of the file that they name, for set_fs_attributes_if_different."""
        if path is None:
            path = params.get('path', params.get('dest'))
        if path is None:
            return {}
        path = os.path.expanduser(os.path.expandvars(path))
        if params.get('follow', False) and os.path.islink(to_bytes(path)):
            path = to_native(os.path.realpath(to_bytes(path)))
        names = ['seuser', 'serole', 'setype'] + (['selevel'] if self.selinux_mls_enabled() else [])
        usual = self.selinux_default_context(path)
        context = [usual[i] if params.get(name) == '_default' and i < len(usual) else params.get(name)
                   for i, name in enumerate(names)]
        arguments = {name: params.get(name) for name in (
            'mode', 'owner', 'group', 'seuser', 'serole', 'setype', 'selevel', 'attributes')}
        return dict(arguments, path=path, secontext=context)

    def set_fs_attributes_if_different(self, file_args, changed, diff=None, expand=True):
        """Everything that load_file_common_arguments found."""
        path = file_args['path']
        changed = self.set_context_if_different(path, file_args['secontext'], changed, diff)
        changed = self.set_owner_if_different(path, file_args['owner'], changed, diff, expand)
        changed = self.set_group_if_different(path, file_args['group'], changed, diff, expand)
        changed = self.set_mode_if_different(path, file_args['mode'], changed, diff, expand)
        return self.set_attributes_if_different(path, file_args['attributes'], changed, diff, expand)

    set_file_attributes_if_different = set_fs_attributes_if_different
    set_directory_attributes_if_different = set_fs_attributes_if_different

    def check_file_absent_if_check_mode(self, file_path):
        return self.check_mode and not os.path.exists(file_path)

    def user_and_group(self, path, expand=True):
        found = os.lstat(_place(path, expand))
        return found.st_uid, found.st_gid

    @staticmethod
    def _user_name(uid):
        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            return str(uid)

    @staticmethod
    def _group_name(gid):
        try:
            return grp.getgrgid(gid).gr_name
        except KeyError:
            return str(gid)

    @staticmethod
    def _differs(diff, name, before, after):
        if diff is not None:
            diff.setdefault('before', {})[name] = before
            diff.setdefault('after', {})[name] = after

    def set_owner_if_different(self, path, owner, changed, diff=None, expand=True):
        if owner is None:
            return changed
        where = _place(path, expand)
        if self.check_file_absent_if_check_mode(where):
            return True
        try:
            uid = int(owner) if not _named(owner) else pwd.getpwnam(owner).pw_uid
        except KeyError:
            self.fail_json(path=to_text(where), msg='chown failed: failed to look up user %s' % owner)
        now = self.user_and_group(where, expand)[0]
        if now == uid:
            return changed
        self._differs(diff, 'owner', now, uid)
        if not self.check_mode:
            try:
                os.lchown(where, uid, -1)
            except OSError as problem:
                self.fail_json(path=to_text(where), msg='chown failed: %s' % to_text(problem))
        return True

    def set_group_if_different(self, path, group, changed, diff=None, expand=True):
        if group is None:
            return changed
        where = _place(path, expand)
        if self.check_file_absent_if_check_mode(where):
            return True
        try:
            gid = int(group) if not _named(group) else grp.getgrnam(group).gr_gid
        except KeyError:
            self.fail_json(path=to_text(where), msg='chgrp failed: failed to look up group %s' % group)
        now = self.user_and_group(where, expand)[1]
        if now == gid:
            return changed
        self._differs(diff, 'group', now, gid)
        if not self.check_mode:
            try:
                os.lchown(where, -1, gid)
            except OSError:
                self.fail_json(path=to_text(where), msg='chgrp failed')
        return True

    def set_mode_if_different(self, path, mode, changed, diff=None, expand=True):
        if mode is None:
            return changed
        where = _place(path, expand)
        if self.check_file_absent_if_check_mode(where):
            return True
        found = os.lstat(where)
        wanted = self._mode(where, found, mode)
        now = stat.S_IMODE(found.st_mode)
        if now == wanted:
            return changed
        self._differs(diff, 'mode', '0%03o' % now, '0%03o' % wanted)
        if self.check_mode:
            return True
        try:
            if not os.path.islink(where):
                os.chmod(where, wanted)
        except OSError as problem:
            self.fail_json(path=to_text(where), msg='chmod failed', details=to_native(problem),
                           exception=traceback.format_exc())
        return changed or stat.S_IMODE(os.lstat(where).st_mode) != now

    def _mode(self, where, found, mode):
        if isinstance(mode, int):
            return mode
        try:
            wanted = int(mode, 8)
        except (TypeError, ValueError):
            try:
                wanted = self._symbolic_mode_to_octal(found, mode)
            except Exception as problem:
                self.fail_json(path=to_text(where), msg='mode must be in octal or symbolic form',
                               details=to_native(problem))
        if wanted != stat.S_IMODE(wanted):
            self.fail_json(path=to_text(where), msg='Invalid mode supplied, only permission info is allowed',
                           details=wanted)
        return wanted

    @classmethod
    def _symbolic_mode_to_octal(cls, path_stat, symbolic_mode):
        return from_symbols(path_stat, symbolic_mode)

    def set_attributes_if_different(self, path, attributes, changed, diff=None, expand=True):
        """The flags of chattr(1), with = (unless they say otherwise), + or - before them."""
        if attributes is None:
            return changed
        where = _place(path, expand)
        if self.check_file_absent_if_check_mode(where):
            return True
        sign = attributes[0] if attributes.startswith(('-', '+')) else '='
        flags = attributes[1:] if attributes.startswith(('-', '+')) else attributes
        now = self.get_file_attributes(where, include_version=False).get('attr_flags')
        program = self.get_bin_path('chattr')
        if (now or '') == flags and sign != '-' or not program:
            return changed
        self._differs(diff, 'attributes', now, sign + flags)
        if not self.check_mode:
            status, out, err = self.run_command([program, sign + flags, where])
            if status != 0 or err:
                self.fail_json(path=to_text(where), msg='chattr failed',
                               details='Error while setting attributes: %s' % (out + err))
        return True

    def get_file_attributes(self, path, include_version=True):
        """The flags of chattr(1), where the file system has any."""
        program = self.get_bin_path('lsattr', False)
        if not program:
            return {}
        status, out, _ = self.run_command([program, '-vd' if include_version else '-d', path])
        words = out.split()
        if status != 0 or len(words) < (2 if include_version else 1):
            return {}
        flags = words[1 if include_version else 0].replace('-', '').strip()
        found = {'attr_flags': flags, 'attributes': format_attributes(flags)}
        if include_version:
            found['version'] = words[0]
        return found

    def digest_from_file(self, filename, algorithm):
        """The hexadecimal digest of a file, or None when there is none."""
        where = to_bytes(filename, errors='surrogate_or_strict')
        if not os.path.exists(where):
            return None
        if os.path.isdir(where):
            self.fail_json(msg='attempted to take checksum of directory: %s' % filename)
        digest = algorithm
        if not hasattr(algorithm, 'hexdigest'):
            if algorithm not in hashlib.algorithms_guaranteed:
                self.fail_json(msg="Could not hash file '%s' with algorithm '%s'. Available algorithms: %s"
                               % (filename, algorithm, ', '.join(sorted(hashlib.algorithms_guaranteed))))
            digest = hashlib.new(algorithm)
        with open(where, 'rb') as file:
            for block in iter(lambda: file.read(65536), b''):
                digest.update(block)
        return digest.hexdigest()

    def md5(self, filename):
        return self.digest_from_file(filename, 'md5')

    def sha1(self, filename):
        return self.digest_from_file(filename, 'sha1')

    def sha256(self, filename):
        return self.digest_from_file(filename, 'sha256')

    def append_to_file(self, filename, str):
        with open(os.path.expandvars(os.path.expanduser(filename)), 'a') as file:
            file.write(str)


def _named(who):
    """Whether it is a name and not a number."""
    try:
        int(who)
        return False
    except ValueError:
        return True
