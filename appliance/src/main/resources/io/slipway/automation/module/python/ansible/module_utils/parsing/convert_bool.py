"""What counts as true and as false."""

from ansible.module_utils.common.text.converters import to_text

BOOLEANS_TRUE = frozenset(('y', 'yes', 'on', '1', 'true', 't', 1, 1.0, True))
BOOLEANS_FALSE = frozenset(('n', 'no', 'off', '0', 'false', 'f', 0, 0.0, False))
BOOLEANS = BOOLEANS_TRUE | BOOLEANS_FALSE


_MEANING = {spelling: spelling in BOOLEANS_TRUE for spelling in BOOLEANS}


def boolean(value, strict=True):
    """A bool for one of its spellings. Others are refused, or false when not strict."""
    text = to_text(value)
    known = text.strip().lower() if isinstance(value, (str, bytes)) else value
    meaning = _MEANING.get(known, None if strict else False)
    if meaning is None:
        raise TypeError("The value '%s' is not a valid boolean.  Valid booleans include: %s"
                        % (text, ', '.join(map(repr, BOOLEANS))))
    return meaning
