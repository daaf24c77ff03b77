"""Between str and bytes, and to JSON. File names that are not UTF-8 go through as surrogates (PEP 383)."""

import datetime
import json
from collections.abc import Set

HAS_SURROGATEESCAPE = True

_SURROGATES = frozenset(('surrogate_or_strict', 'surrogate_or_replace', 'surrogate_then_replace', None))


def _handler(errors, strict):
    """The handler of Python that stands for one of the composed names."""
    return strict if errors in _SURROGATES else errors


#: What becomes of something that is neither text nor bytes, by the value of nonstring.
_NEITHER = {
    'simplerepr': lambda obj, empty: str(obj),
    'passthru': lambda obj, empty: obj,
    'empty': lambda obj, empty: empty,
}


def _other(obj, nonstring, empty):
    if nonstring in _NEITHER:
        return _NEITHER[nonstring](obj, empty)
    raise TypeError('obj must be a string type' if nonstring == 'strict'
                    else 'nonstring is %s, and not one of strict, %s' % (nonstring, ', '.join(_NEITHER)))


def to_bytes(obj, encoding='utf-8', errors=None, nonstring='simplerepr'):
    """obj as bytes."""
    if isinstance(obj, bytes):
        return obj
    text = obj if isinstance(obj, str) else _other(obj, nonstring, b'')
    if not isinstance(text, str):
        return text
    try:
        return text.encode(encoding, _handler(errors, 'surrogateescape'))
    except UnicodeEncodeError:
        if errors not in (None, 'surrogate_then_replace'):
            raise
        through = 'surrogateescape' if _escaped(text) else 'surrogatepass'
        return text.encode('utf-8', through).decode('utf-8', 'replace').encode(encoding, 'replace')


def _escaped(text):
    return all(not 0xD800 <= ord(c) <= 0xDFFF or 0xDC80 <= ord(c) <= 0xDCFF for c in text)


def to_text(obj, encoding='utf-8', errors=None, nonstring='simplerepr'):
    """obj as str."""
    if isinstance(obj, bytes):
        return obj.decode(encoding, _handler(errors, 'surrogateescape'))
    return obj if isinstance(obj, str) else _other(obj, nonstring, '')


#: The str of this Python.
to_native = to_text


#: What JSON has no form for, and what stands for it there.
_IN_JSON = ((Set, list), (datetime.date, lambda day: day.isoformat()))


def _json_encode_fallback(obj):
    for form in (form for kind, form in _IN_JSON if isinstance(obj, kind)):
        return form(obj)
    raise TypeError('Cannot json serialize %s' % to_native(obj))


def jsonify(data, **kwargs):
    """data as JSON; bytes in it count as UTF-8."""
    return json.dumps(container_to_text(data), default=_json_encode_fallback, **kwargs)


def container_to_text(d, encoding='utf-8', errors='surrogate_or_strict'):
    """A structure with every bytes in it as text."""
    return _walk(d, lambda one: to_text(one, encoding=encoding, errors=errors) if isinstance(one, bytes) else one)


def container_to_bytes(d, encoding='utf-8', errors='surrogate_or_strict'):
    """A structure with every text in it as bytes."""
    return _walk(d, lambda one: to_bytes(one, encoding=encoding, errors=errors) if isinstance(one, str) else one)


def _walk(obj, convert):
    if isinstance(obj, dict):
        return {_walk(key, convert): _walk(value, convert) for key, value in obj.items()}
    if isinstance(obj, list):
        return [_walk(item, convert) for item in obj]
    if isinstance(obj, tuple):
        return tuple(_walk(item, convert) for item in obj)
    return convert(obj)
