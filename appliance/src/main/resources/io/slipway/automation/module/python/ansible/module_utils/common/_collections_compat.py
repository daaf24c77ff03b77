"""The abstract collections under their old name."""

from collections.abc import (  # noqa: F401
    Callable, Container, Hashable, ItemsView, Iterable, Iterator, KeysView, Mapping, MappingView, MutableMapping,
    MutableSequence, MutableSet, Sequence, Set, Sized, ValuesView,
)
