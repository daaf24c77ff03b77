"""Sizes as people write them."""

import re

SIZE_RANGES = {letter: 1024 ** power for power, letter in reversed(list(enumerate('BKMGTPEZY')))}
_SIZE = re.compile(r'\s*([\d.]*)\s*([A-Za-z]*)')


def lenient_lowercase(lst):
    """The texts of a list in lower case, all else as it is."""
    return [one.lower() if hasattr(one, 'lower') else one for one in lst]


def human_to_bytes(number, default_unit=None, isbits=False):
    """How many bytes (or bits) "2K", "1.5 GB" or "10 Mb" are."""
    digits, unit = _SIZE.match(str(number)).groups()
    try:
        amount = float(digits)
    except ValueError:
        raise ValueError("human_to_bytes() can't interpret following number: %s (original input string: %s)"
                         % (digits, number))
    unit = unit or default_unit or 'B'
    _mind_unit(number, unit, *(('b', 'bit') if isbits else ('B', 'byte')))
    return int(round(amount * SIZE_RANGES[unit[0].upper()]))


def _mind_unit(number, unit, letter, name):
    """A unit is a prefix, which may be followed by the letter of what is counted, or by its name."""
    prefix, rest = unit[0].upper(), unit[1:]
    if prefix not in SIZE_RANGES:
        raise ValueError('human_to_bytes() failed to convert %s (unit = %s). The suffix must be one of %s'
                         % (number, unit, ', '.join(SIZE_RANGES)))
    if rest and not rest.startswith(letter) and name not in unit.lower():
        known = (letter, name) if prefix == 'B' else (prefix + letter, prefix)
        raise ValueError('human_to_bytes() failed to convert %s. Value is not a valid string (expect %s or %s)'
                         % ((number,) + known))


def bytes_to_human(size, isbits=False, unit=None):
    """A number of bytes (or bits) with the largest unit that fits, or in a given one."""
    if unit is None:
        fitting = [letter for letter, least in SIZE_RANGES.items() if size >= least]
    else:
        fitting = [letter for letter in SIZE_RANGES if letter == unit.upper()]
    prefix = fitting[0] if fitting else 'B'
    name = 'bits' if isbits else 'Bytes'
    return '%.2f %s' % (size / SIZE_RANGES[prefix], name if prefix == 'B' else prefix + name[0])
