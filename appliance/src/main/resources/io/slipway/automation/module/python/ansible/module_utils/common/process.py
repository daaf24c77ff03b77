"""Where programs are."""

import os

from ansible.module_utils.common.file import is_executable


def get_bin_path(arg, opt_dirs=None, required=None):
    """The path of a program: in opt_dirs, in PATH, or in a folder for administrators."""
    places = [place for place in opt_dirs or [] if place is not None and os.path.exists(place)]
    places += os.environ.get('PATH', '').split(os.pathsep)
    places += [place for place in ('/sbin', '/usr/sbin', '/usr/local/sbin')
               if place not in places and os.path.exists(place)]
    for place in filter(None, places):
        path = os.path.join(place, arg)
        if os.path.exists(path) and not os.path.isdir(path) and is_executable(path):
            return path
    raise ValueError('Failed to find required executable "%s" in paths: %s' % (arg, os.pathsep.join(places)))
