"""What a module wants to say besides its result."""

_remarks = {'warn': [], 'deprecate': []}


def warn(warning):
    """Something to tell the user."""
    _remark('warn', warning, warning)


def deprecate(msg, version=None, date=None, collection_name=None):
    """Something that will not work for ever: until a version, or a date."""
    until = ('version', version) if date is None else ('date', date)
    _remark('deprecate', msg, dict([('msg', msg), until, ('collection_name', collection_name)]))


def _remark(kind, text, remark):
    if isinstance(text, str):
        _remarks[kind].append(remark)
    else:
        raise TypeError('%s requires a string not a %s' % (kind, type(text)))


def get_warning_messages():
    return tuple(_remarks['warn'])


def get_deprecation_messages():
    return tuple(_remarks['deprecate'])
