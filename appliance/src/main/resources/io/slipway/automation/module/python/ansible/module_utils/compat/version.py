"""Versions that can be compared, as distutils had them."""

import re


class Version(object):
    """Compares by what parse makes of the text."""

    def __init__(self, vstring=None):
        if vstring:
            self.parse(vstring)

    def __repr__(self):
        return "%s ('%s')" % (type(self).__name__, self)

    def _order(self, other):
        other = type(self)(other) if isinstance(other, str) else other
        return (self._key() > other._key()) - (self._key() < other._key())

    def __eq__(self, other):
        return self._order(other) == 0

    def __lt__(self, other):
        return self._order(other) < 0

    def __le__(self, other):
        return self._order(other) <= 0

    def __gt__(self, other):
        return self._order(other) > 0

    def __ge__(self, other):
        return self._order(other) >= 0

    __hash__ = None


class LooseVersion(Version):
    """Numbers and words, in any order; a number and a word cannot be compared."""

    def parse(self, vstring):
        self.vstring = vstring
        self.version = [int(digits) if digits else word
                        for digits, word in re.findall(r'(\d+)|([a-z]+|[^\da-z.]+)', vstring)]

    def _key(self):
        return self.version

    def __str__(self):
        return self.vstring


class StrictVersion(Version):
    """Two or three numbers, and perhaps a or b with a number."""

    version_re = re.compile(r'(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$')

    def parse(self, vstring):
        found = self.version_re.match(vstring)
        if not found:
            raise ValueError("invalid version number '%s'" % vstring)
        major, minor, patch, letter, number = found.groups()
        self.version = (int(major), int(minor), int(patch or 0))
        self.prerelease = (letter, int(number)) if letter else None

    def _key(self):
        return self.version, self.prerelease or ('z', 0)

    def __str__(self):
        numbers = self.version if self.version[2] else self.version[:2]
        return '.'.join(map(str, numbers)) + (''.join(map(str, self.prerelease)) if self.prerelease else '')
