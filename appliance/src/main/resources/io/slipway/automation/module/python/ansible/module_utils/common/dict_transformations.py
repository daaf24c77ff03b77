"""Mappings with other keys, and what differs between them."""

import re
from collections.abc import MutableMapping
from copy import deepcopy


def _renamed(value, rename, ignored):
    if isinstance(value, dict):
        return {rename(key): inner if key in ignored else _renamed(inner, rename, ignored)
                for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(item, rename, ignored) for item in value]
    return value


def camel_dict_to_snake_dict(camel_dict, reversible=False, ignore_list=()):
    """Keys like someKey become some_key; what stands under an ignored one is left alone."""
    return _renamed(camel_dict, lambda key: _camel_to_snake(key, reversible), ignore_list)


def snake_dict_to_camel_dict(snake_dict, capitalize_first=False):
    """Keys like some_key become someKey."""
    return _renamed(snake_dict, lambda key: _snake_to_camel(key, capitalize_first), ())


def _snake_to_camel(snake, capitalize_first=False):
    first, rest = snake.split('_')[0], snake.split('_')[1:]
    words = [word.capitalize() or '_' for word in ([first] if capitalize_first else []) + rest]
    return ('' if capitalize_first else first) + ''.join(words)


_WORDS = re.compile('(?<=[a-z0-9])(?=[A-Z])|(?<=[^_])(?=[A-Z][a-z])')
_PLURAL_OF_ABBREVIATION = re.compile('[A-Z]{3,}s$')


def _camel_to_snake(name, reversible=False):
    if reversible:
        snake = ''.join('_' + c.lower() if 'A' <= c <= 'Z' else c for c in name)
        return snake if name.startswith('_') else snake.lstrip('_')
    plural = _PLURAL_OF_ABBREVIATION.search(name)
    head, tail = (name[:plural.start()], plural.group().lower()) if plural else (name, '')
    words = _WORDS.sub('_', head).lower()
    return words + ('_' if words and tail else '') + tail


def dict_merge(a, b):
    """A copy of a with what is in b, mapping within mapping."""
    if not isinstance(b, dict):
        return b
    merged = deepcopy(a)
    merged.update((key, dict_merge(a[key], value) if isinstance(a.get(key), dict) else deepcopy(value))
                  for key, value in b.items())
    return merged


_ABSENT = object()


def recursive_diff(dict1, dict2):
    """What only the one has and what only the other has; None when they are the same."""
    if not (isinstance(dict1, MutableMapping) and isinstance(dict2, MutableMapping)):
        raise TypeError("Unable to diff 'dict1' %s and 'dict2' %s. Both must be a dictionary."
                        % (type(dict1), type(dict2)))
    sides = ({}, {})
    for key in list(dict1) + [key for key in dict2 if key not in dict1]:
        values = dict1.get(key, _ABSENT), dict2.get(key, _ABSENT)
        if all(isinstance(value, dict) for value in values):
            values = recursive_diff(*values) or (_ABSENT, _ABSENT)
        elif values[0] == values[1]:
            continue
        for side, value in zip(sides, values):
            if value is not _ABSENT:
                side[key] = value
    return sides if any(sides) else None
