"""What a module wants to say besides its result."""

_warnings = []
_deprecations = []


def warn(warning):
    """Something to tell the user."""
    if not isinstance(warning, str):
        raise TypeError('warn requires a string not a %s' % type(warning))
    _warnings.append(warning)


def deprecate(msg, version=None, date=None, collection_name=None):
    """Something that will not work for ever: until a version, or a date."""
    if not isinstance(msg, str):
        raise TypeError('deprecate requires a string not a %s' % type(msg))
    key, until = ('version', version) if date is None else ('date', date)
    _deprecations.append({'msg': msg, key: until, 'collection_name': collection_name})


def get_warning_messages():
    return tuple(_warnings)


def get_deprecation_messages():
    return tuple(_deprecations)
