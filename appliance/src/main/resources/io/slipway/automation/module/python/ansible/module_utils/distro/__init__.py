"""Which distribution this is, from os-release(5), by the names of the distro package."""

import re
import shlex

_FILES = ('/etc/os-release', '/usr/lib/os-release')


def os_release_info():
    """Everything that os-release says, names in lower case."""
    for path in _FILES:
        try:
            with open(path, encoding='utf-8', errors='replace') as file:
                lines = file.read().splitlines()
        except OSError:
            continue
        pairs = [line.split('=', 1) for line in lines if '=' in line and not line.startswith('#')]
        return {name.strip().lower(): ''.join(shlex.split(value, posix=True)) for name, value in pairs}
    return {}


def os_release_attr(attribute):
    return os_release_info().get(attribute, '')


def id():
    return os_release_attr('id').lower().replace(' ', '_')


def like():
    return os_release_attr('id_like')


def name(pretty=False):
    return os_release_attr('pretty_name' if pretty else 'name')


def version(pretty=False, best=False):
    number = os_release_attr('version_id')
    if best and id() == 'debian':
        try:
            with open('/etc/debian_version') as file:
                exact = file.read().strip()
            number = exact if re.match(r'\d', exact) else number
        except OSError:
            pass
    return '%s (%s)' % (number, codename()) if pretty and codename() else number


def version_parts(best=False):
    parts = (version(best=best).split('.') + ['', ''])[:3]
    return tuple(parts)


def major_version(best=False):
    return version_parts(best)[0]


def minor_version(best=False):
    return version_parts(best)[1]


def codename():
    info = os_release_info()
    named = re.search(r'\((\D+)\)|,\s*(\D+)', info.get('version', ''))
    return info.get('version_codename') or info.get('ubuntu_codename') or (
        (named.group(1) or named.group(2)).strip() if named else '')


def info(pretty=False, best=False):
    major, minor, build = version_parts(best)
    return {'id': id(), 'version': version(pretty, best), 'like': like(), 'codename': codename(),
            'version_parts': {'major': major, 'minor': minor, 'build_number': build}}


def linux_distribution(full_distribution_name=True):
    return name() if full_distribution_name else id(), version(), codename()
