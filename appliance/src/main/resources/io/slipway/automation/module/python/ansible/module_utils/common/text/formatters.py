"""Sizes as people write them."""

import re

SIZE_RANGES = {letter: 1 << (10 * power) for power, letter in enumerate('BKMGTPEZY')}
SIZE_RANGES = {letter: SIZE_RANGES[letter] for letter in 'YZEPTGMKB'}


def lenient_lowercase(lst):
    """The texts of a list in lower case, all else as it is."""
    return [one.lower() if hasattr(one, 'lower') else one for one in lst]


def human_to_bytes(number, default_unit=None, isbits=False):
    """How many bytes (or bits) "2K", "1.5 GB" or "10 Mb" are."""
    found = re.match(r'\s*(\d*\.?\d*)\s*([A-Za-z]+)?', str(number))
    try:
        amount = float(found.group(1))
    except ValueError:
        raise ValueError("human_to_bytes() can't interpret following number: %s (original input string: %s)"
                         % (found.group(1), number))
    unit = found.group(2) or default_unit
    if unit is None:
        return int(round(amount))
    prefix = unit[0].upper()
    if prefix not in SIZE_RANGES:
        raise ValueError('human_to_bytes() failed to convert %s (unit = %s). The suffix must be one of %s'
                         % (number, unit, ', '.join(SIZE_RANGES)))
    letter, name = ('b', 'bit') if isbits else ('B', 'byte')
    if len(unit) > 1 and name not in unit.lower() and unit[1] != letter:
        wanted = '%s or %s' % (letter, name) if prefix == 'B' else '%s%s or %s' % (prefix, letter, prefix)
        raise ValueError('human_to_bytes() failed to convert %s. Value is not a valid string (expect %s)'
                         % (number, wanted))
    return int(round(amount * SIZE_RANGES[prefix]))


def bytes_to_human(size, isbits=False, unit=None):
    """A number of bytes (or bits) with the largest unit that fits, or in a given one."""
    base = 'bits' if isbits else 'Bytes'
    for letter, limit in SIZE_RANGES.items():
        if (size >= limit) if unit is None else (unit.upper() == letter):
            break
    return '%.2f %s' % (size / limit, base if limit == 1 else letter + base[0])
