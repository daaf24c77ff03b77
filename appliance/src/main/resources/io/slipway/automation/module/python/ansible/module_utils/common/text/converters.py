"""Between str and bytes, and to JSON. File names that are not UTF-8 go through as surrogates (PEP 383)."""

import datetime
import json
from collections.abc import Set

HAS_SURROGATEESCAPE = True

_SURROGATES = frozenset(('surrogate_or_strict', 'surrogate_or_replace', 'surrogate_then_replace', None))


def _handler(errors, strict):
    """The handler of Python that stands for one of the composed names."""
    return strict if errors in _SURROGATES else errors


def _other(obj, nonstring, empty, as_str):
    """What becomes of something that is neither text nor bytes; a str means: convert that."""
    if nonstring == 'simplerepr':
        try:
            return str(obj)
        except UnicodeError:
            return repr(obj)
    if nonstring == 'passthru':
        return obj
    if nonstring == 'empty':
        return empty
    if nonstring == 'strict':
        raise TypeError('obj must be a string type')
    raise TypeError('Invalid value %s for %s\'s nonstring parameter' % (nonstring, as_str))


def to_bytes(obj, encoding='utf-8', errors=None, nonstring='simplerepr'):
    """obj as bytes."""
    if isinstance(obj, bytes):
        return obj
    if not isinstance(obj, str):
        obj = _other(obj, nonstring, b'', 'to_bytes')
        if nonstring in ('passthru', 'empty'):
            return obj
    try:
        return obj.encode(encoding, _handler(errors, 'surrogateescape'))
    except UnicodeEncodeError:
        if errors in (None, 'surrogate_then_replace'):
            return obj.encode('utf-8', 'surrogateescape' if _escaped(obj) else 'surrogatepass').decode(
                'utf-8', 'replace').encode(encoding, 'replace')
        raise


def _escaped(text):
    return all(not 0xD800 <= ord(c) <= 0xDFFF or 0xDC80 <= ord(c) <= 0xDCFF for c in text)


def to_text(obj, encoding='utf-8', errors=None, nonstring='simplerepr'):
    """obj as str."""
    if isinstance(obj, str):
        return obj
    if isinstance(obj, bytes):
        return obj.decode(encoding, _handler(errors, 'surrogateescape'))
    obj = _other(obj, nonstring, '', 'to_text')
    return obj.decode(encoding, _handler(errors, 'surrogateescape')) if isinstance(obj, bytes) else obj


#: The str of this Python.
to_native = to_text


#: What JSON has no form for, and what stands for it there.
_IN_JSON = ((Set, list), (datetime.date, lambda day: day.isoformat()))


def _json_encode_fallback(obj):
    forms = [form for kind, form in _IN_JSON if isinstance(obj, kind)]
    if not forms:
        raise TypeError('Cannot json serialize %s' % to_native(obj))
    return forms[0](obj)


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
