"""Hides secrets in what a module returns."""

import datetime
from collections.abc import Mapping, Sequence, Set

from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text

HIDDEN = 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER'


def _hidden(value, secrets):
    """A scalar without secrets."""
    if isinstance(value, (str, bytes)):
        text = to_text(value, errors='surrogate_or_strict')
        if text in secrets:
            return HIDDEN
        for secret in secrets:
            text = text.replace(secret, '*' * 8)
        return text if isinstance(value, str) else to_bytes(text, errors='surrogate_then_replace')
    if value is None or isinstance(value, (int, float)):
        return HIDDEN if any(secret in str(value) for secret in secrets) else value
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    raise TypeError('Value of unknown type: %s, %s' % (type(value), value))


def _empty_like(value, usual):
    return type(value)() if hasattr(value, 'clear') else usual()


def _copy(value, key, scalar):
    """A copy of a structure, each key and scalar changed; without recursion, for it may be deep."""
    def begin(one):
        if not isinstance(one, (str, bytes)):
            for kind, usual in ((Mapping, dict), (Sequence, list), (Set, set)):
                if isinstance(one, kind):
                    copy = _empty_like(one, usual)
                    waiting.append((one, copy))
                    return copy
        return None
    waiting = []
    top = begin(value)
    if top is None:
        return scalar(value)
    while waiting:
        old, new = waiting.pop()
        if isinstance(old, Mapping):
            for name, inner in old.items():
                copy = begin(inner)
                new[key(name)] = scalar(inner) if copy is None else copy
        else:
            for inner in old:
                copy = begin(inner)
                (new.add if isinstance(new, Set) else new.append)(scalar(inner) if copy is None else copy)
    return top


def remove_values(value, no_log_strings):
    """A copy with every secret in it masked, but not in the keys of mappings."""
    secrets = [to_native(secret, errors='surrogate_or_strict') for secret in no_log_strings]
    return _copy(value, lambda name: name, lambda one: _hidden(one, secrets))


def sanitize_keys(obj, no_log_strings, ignore_keys=frozenset()):
    """A copy with every secret masked in the keys of mappings, but not elsewhere."""
    secrets = [to_native(secret, errors='surrogate_or_strict') for secret in no_log_strings]

    def key(name):
        return name if name in ignore_keys or name.startswith('_ansible') else _hidden(name, secrets)
    return _copy(obj, key, lambda one: one)


def texts_in(value):
    """Every text and number in a structure, which are what a secret's value may look like."""
    if isinstance(value, (str, bytes)):
        if value:
            yield to_native(value, errors='surrogate_or_strict')
    elif isinstance(value, Mapping):
        for inner in value.values():
            for text in texts_in(inner):
                yield text
    elif isinstance(value, (int, float)):
        if not isinstance(value, bool):
            yield to_native(value)
    elif value is not None:
        try:
            inners = iter(value)
        except TypeError:
            raise TypeError('Unknown parameter type: %s' % type(value))
        for inner in inners:
            for text in texts_in(inner):
                yield text
