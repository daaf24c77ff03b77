"""Addresses and masks of IPv4 networks."""

import ipaddress
import re

VALID_MASKS = [256 - (1 << bits) for bits in range(8, -1, -1)]


def is_netmask(val):
    """Whether a text is four numbers that a mask can have."""
    parts = str(val).split('.')
    return len(parts) == 4 and all(part.isdigit() and int(part) in VALID_MASKS for part in parts)


def is_masklen(val):
    try:
        return 0 <= int(val) <= 32
    except ValueError:
        return False


def to_netmask(val):
    if not is_masklen(val):
        raise ValueError('invalid value for masklen')
    return str(ipaddress.ip_network('0.0.0.0/%d' % int(val)).netmask)


def to_masklen(val):
    if not is_netmask(val):
        raise ValueError('invalid value for netmask: %s' % val)
    return sum(bin(int(part)).count('1') for part in val.split('.'))


def to_subnet(addr, mask, dotted_notation=False):
    """The network that an address lies in."""
    length = int(mask) if is_masklen(mask) else to_masklen(mask)
    network = ipaddress.ip_network('%s/%d' % (addr, length), strict=False)
    return '%s %s' % (network.network_address, network.netmask if dotted_notation else network.prefixlen) \
        if dotted_notation else str(network)


def is_mac(mac_address):
    return bool(re.match(r'[0-9a-f]{2}([-:])[0-9a-f]{2}(\1[0-9a-f]{2}){4}$', mac_address.lower()))
