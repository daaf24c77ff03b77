"""Scripts of init, and what modules of services need."""

import glob
import os


def sysv_is_enabled(name, runlevel=None):
    folders = '/etc/rc%s.d' % ('?' if runlevel is None else runlevel)
    return bool(glob.glob('%s/S??%s' % (folders, name)))


def get_sysv_script(name):
    return name if name.startswith('/') else '/etc/init.d/%s' % name


def sysv_exists(name):
    return os.path.exists(get_sysv_script(name))


def fail_if_missing(module, found, service, msg=''):
    if not found:
        module.fail_json(msg='Could not find the requested service %s: %s' % (service, msg))
