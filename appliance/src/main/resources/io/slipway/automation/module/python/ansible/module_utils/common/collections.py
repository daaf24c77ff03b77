"""What kind of collection something is."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, MutableMapping, Sequence  # noqa: F401


class ImmutableDict(Hashable, Mapping):
    """A mapping that cannot change, and so can be a key."""

    def __init__(self, *args, **kwargs):
        self._store = dict(*args, **kwargs)

    def __getitem__(self, key):
        return self._store[key]

    def __iter__(self):
        return iter(self._store)

    def __len__(self):
        return len(self._store)

    def __hash__(self):
        return hash(frozenset(self.items()))

    __eq__ = Mapping.__eq__

    def __repr__(self):
        return 'ImmutableDict(%r)' % self._store

    def union(self, overriding_mapping):
        return ImmutableDict(self._store, **overriding_mapping)

    def difference(self, subtractive_iterable):
        gone = frozenset(subtractive_iterable)
        return ImmutableDict((key, self._store[key]) for key in self._store if key not in gone)


def is_string(seq):
    return isinstance(seq, (str, bytes))


def is_iterable(seq, include_strings=False):
    """Whether for goes through it. Texts are only counted in when asked for."""
    if is_string(seq):
        return include_strings
    return isinstance(seq, Iterable) or hasattr(type(seq), '__getitem__')


def is_sequence(seq, include_strings=False):
    return isinstance(seq, Sequence) and (include_strings or not is_string(seq))


def count(seq):
    """How often each element occurs."""
    if is_string(seq):
        raise TypeError('the elements of a list are counted, not the characters of a text')
    return dict(Counter(seq))
