"""Which system this is."""

import platform

from ansible.module_utils import distro


def get_distribution():
    """The name of the distribution, capitalised as facts have it."""
    name = distro.id().capitalize()
    if platform.system() != 'Linux':
        return name
    special = {'Amzn': 'Amazon', 'Rhel': 'Redhat', '': 'OtherLinux'}
    return special.get(name, name)


def get_distribution_version():
    """Its version; of CentOS and Debian with the minor one."""
    version = distro.version()
    if distro.id() not in ('centos', 'debian'):
        return version
    best = distro.version(best=True)
    return '.'.join(best.split('.')[:2]) if distro.id() == 'centos' else best


def get_distribution_codename():
    if platform.system() != 'Linux':
        return None
    return distro.codename() or None


def get_platform_subclass(cls):
    """The descendant of a class that is for this system: for its distribution, else for its kind."""
    def descendants(one):
        for child in one.__subclasses__():
            yield child
            for grandchild in descendants(child):
                yield grandchild
    here, distribution = platform.system(), get_distribution()
    found = cls
    for one in descendants(cls):
        if one.platform == here and getattr(one, 'distribution', None) == distribution and distribution is not None:
            return one
        if one.platform == here and getattr(one, 'distribution', None) is None:
            found = one
    return found
