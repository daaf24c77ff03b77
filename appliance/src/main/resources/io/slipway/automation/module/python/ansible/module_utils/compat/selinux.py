"""The bindings of SELinux, where the node has them."""

from selinux import *  # noqa: F401,F403
