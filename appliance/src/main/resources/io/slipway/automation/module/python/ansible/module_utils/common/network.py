"""Addresses and masks of IPv4 networks."""

import ipaddress
import re

#: What a part of a mask can be, and how many ones it begins with.
_ONES = {256 - (1 << zeros): 8 - zeros for zeros in range(9)}
VALID_MASKS = list(_ONES)
_LENGTHS = {str(length): length for length in range(33)}


def _ones(mask):
    """The ones in each part of a mask; None when it is none."""
    ones = [_ONES.get(int(part)) if part.isdigit() else None for part in str(mask).split('.')]
    return ones if len(ones) == 4 and None not in ones else None


def is_netmask(val):
    """Whether a text is four numbers that a mask can have."""
    return _ones(val) is not None


def is_masklen(val):
    """Whether it can be the length of a mask."""
    return str(val) in _LENGTHS


def to_netmask(val):
    """A length as four numbers."""
    if not is_masklen(val):
        raise ValueError('invalid value for masklen')
    return str(ipaddress.ip_network((0, _LENGTHS[str(val)])).netmask)


def to_masklen(val):
    """Four numbers as a length."""
    ones = _ones(val)
    if ones is None:
        raise ValueError('invalid value for netmask: %s' % val)
    return sum(ones)


def to_subnet(addr, mask, dotted_notation=False):
    """The network that an address lies in."""
    length = _LENGTHS.get(str(mask))
    network = ipaddress.ip_network('%s/%d' % (addr, to_masklen(mask) if length is None else length), strict=False)
    return network.with_netmask.replace('/', ' ') if dotted_notation else str(network)


def is_mac(mac_address):
    """Whether a text is a MAC address, with colons or with hyphens."""
    separators = set(re.findall('[^0-9a-fA-F]', mac_address))
    return separators in ({':'}, {'-'}) and bool(re.match('([0-9a-fA-F]{2}.){5}[0-9a-fA-F]{2}$', mac_address))
