"""What modules written for two Pythons still ask for: the names of six that they use, on Python 3."""

import builtins
import io
import itertools
import operator
import sys
import types

from ansible.module_utils.six import moves  # noqa: F401

PY2 = False
PY3 = True
PY34 = True
MAXSIZE = sys.maxsize
string_types = (str,)
integer_types = (int,)
class_types = (type,)
text_type = str
binary_type = bytes
StringIO = io.StringIO
BytesIO = io.BytesIO
Iterator = object
unichr = chr
int2byte = operator.methodcaller('to_bytes', 1, 'big')
byte2int = operator.itemgetter(0)
indexbytes = operator.getitem
iterbytes = iter
next = advance_iterator = builtins.next
callable = builtins.callable
exec_ = builtins.exec
print_ = builtins.print
get_method_function = operator.attrgetter('__func__')
get_method_self = operator.attrgetter('__self__')
get_function_closure = operator.attrgetter('__closure__')
get_function_code = operator.attrgetter('__code__')
get_function_defaults = operator.attrgetter('__defaults__')
get_function_globals = operator.attrgetter('__globals__')
create_bound_method = types.MethodType
viewkeys = operator.methodcaller('keys')
viewvalues = operator.methodcaller('values')
viewitems = operator.methodcaller('items')
zip_longest = itertools.zip_longest


def iterkeys(d, **kw):
    return iter(d.keys(**kw))


def itervalues(d, **kw):
    return iter(d.values(**kw))


def iteritems(d, **kw):
    return iter(d.items(**kw))


def iterlists(d, **kw):
    return iter(d.lists(**kw))


def b(s):
    return s.encode('latin-1')


def u(s):
    return s


def get_unbound_function(unbound):
    return unbound


def ensure_binary(s, encoding='utf-8', errors='strict'):
    return s.encode(encoding, errors) if isinstance(s, str) else s


def ensure_text(s, encoding='utf-8', errors='strict'):
    return s.decode(encoding, errors) if isinstance(s, bytes) else s


ensure_str = ensure_text


def reraise(tp, value, tb=None):
    raise (tp() if value is None else value).with_traceback(tb)


def raise_from(value, from_value):
    raise value from from_value


def with_metaclass(meta, *bases):
    """A class made by meta, to be the base of others."""
    return types.new_class('Base', bases, {'metaclass': meta})


def add_metaclass(metaclass):
    """A decorator that makes a class anew as an instance of metaclass."""
    def anew(cls):
        body = {name: value for name, value in vars(cls).items() if name not in ('__dict__', '__weakref__')}
        slots = body.get('__slots__')
        for slot in [slots] if isinstance(slots, str) else slots or []:
            body.pop(slot)
        return metaclass(cls.__name__, cls.__bases__, body)
    return anew


def python_2_unicode_compatible(klass):
    return klass


def wraps(wrapped, *args, **kwargs):
    import functools
    return functools.wraps(wrapped, *args, **kwargs)
