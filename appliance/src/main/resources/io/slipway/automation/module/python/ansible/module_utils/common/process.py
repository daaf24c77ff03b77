"""Where programs are."""

import os
import shutil

_FOR_ADMINISTRATORS = ('/sbin', '/usr/sbin', '/usr/local/sbin')


def get_bin_path(arg, opt_dirs=None, required=None):
    """The path of a program: in opt_dirs, in PATH, or in a folder for administrators."""
    searched = os.environ.get('PATH', '').split(os.pathsep)
    more = [place for place in _FOR_ADMINISTRATORS if place not in searched]
    first = [place for place in opt_dirs or () if place]
    places = list(filter(os.path.isdir, first)) + searched + list(filter(os.path.isdir, more))
    for found in (shutil.which(os.path.join(place, arg)) for place in places if place):
        if found:
            return found
    raise ValueError('Failed to find required executable "%s" in paths: %s' % (arg, os.pathsep.join(places)))
