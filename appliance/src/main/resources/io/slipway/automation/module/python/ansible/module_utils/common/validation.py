"""The rules that arguments are checked by: each raises TypeError saying what is wrong."""

import ast
import json
import os
import re

from ansible.module_utils.common.collections import is_iterable
from ansible.module_utils.common.text.converters import jsonify, to_native
from ansible.module_utils.common.text.formatters import human_to_bytes
from ansible.module_utils.parsing.convert_bool import boolean


def _refuse(message, context):
    raise TypeError('%s found in %s' % (message, ' -> '.join(context)) if context else message)


def count_terms(terms, parameters):
    """How many of the terms were given."""
    return len(set(terms if is_iterable(terms) else [terms]).intersection(parameters))


def safe_eval(value, locals=None, include_exceptions=False):
    """The value of a Python literal; other text stays text."""
    def answer(result, problem=None):
        return (result, problem) if include_exceptions else result
    if not isinstance(value, str) or re.search(r'\w\.\w+\(', value) or re.search(r'import \w+', value):
        return answer(value)
    try:
        return answer(ast.literal_eval(value))
    except Exception as problem:
        return answer(value, problem)


def check_mutually_exclusive(terms, parameters, options_context=None):
    broken = [group for group in terms or [] if count_terms(group, parameters) > 1]
    if broken:
        _refuse('parameters are mutually exclusive: %s' % ', '.join('|'.join(group) for group in broken),
                options_context)
    return broken


def check_required_one_of(terms, parameters, options_context=None):
    for group in terms or []:
        if count_terms(group, parameters) == 0:
            _refuse('one of the following is required: %s' % ', '.join(group), options_context)
    return []


def check_required_together(terms, parameters, options_context=None):
    for group in terms or []:
        given = [count_terms(term, parameters) > 0 for term in group]
        if any(given) and not all(given):
            _refuse('parameters are required together: %s' % ', '.join(group), options_context)
    return []


def check_required_by(requirements, parameters, options_context=None):
    result = {}
    for key, needed in (requirements or {}).items():
        if parameters.get(key) is None:
            continue
        needed = [needed] if isinstance(needed, str) else needed
        result[key] = [name for name in needed if parameters.get(name) is None]
        if result[key]:
            _refuse("missing parameter(s) required by '%s': %s" % (key, ', '.join(result[key])), options_context)
    return result


def check_required_arguments(argument_spec, parameters, options_context=None):
    missing = [name for name, rules in (argument_spec or {}).items()
               if rules.get('required', False) and name not in parameters]
    if missing:
        _refuse('missing required arguments: %s' % ', '.join(sorted(missing)), options_context)
    return missing


def check_required_if(requirements, parameters, options_context=None):
    for rule in requirements or []:
        name, value, needed = rule[:3]
        any_will_do = len(rule) == 4 and rule[3]
        if name not in parameters or parameters[name] != value:
            continue
        missing = [one for one in needed if count_terms(one, parameters) == 0]
        if missing and (not any_will_do or len(missing) >= len(needed)):
            _refuse('%s is %s but %s of the following are missing: %s'
                    % (name, value, 'any' if any_will_do else 'all', ', '.join(missing)), options_context)
    return []


def check_missing_parameters(parameters, required_parameters=None):
    missing = [name for name in required_parameters or [] if not parameters.get(name)]
    if missing:
        _refuse('missing required arguments: %s' % ', '.join(missing), None)
    return missing


def _literal(text):
    """A mapping written down: as JSON or a Python literal in braces, or else as k=v words."""
    if text.startswith('{'):
        try:
            return json.loads(text)
        except ValueError:
            mapping, problem = safe_eval(text, include_exceptions=True)
            if problem is None:
                return mapping
        raise TypeError('unable to evaluate string as dictionary')
    if '=' not in text:
        raise TypeError('dictionary requested, could not parse JSON or key=value')
    return dict(word.split('=', 1) for word in _words(text.strip()))


def _words(text):
    """Parts between commas and blanks, outside quotes; a backslash takes the next character as it is."""
    words, word, quote, escaped = [], '', None, False
    for c in text:
        if escaped:
            word, escaped = word + c, False
        elif c == '\\':
            escaped = True
        elif quote is None and c in '\'"':
            quote = c
        elif c == quote:
            quote = None
        elif quote is None and c in ', ':
            words.append(word)
            word = ''
        else:
            word += c
    return [one for one in words + [word] if one]


def _converter(goal, kept, *ways):
    """A function that makes a value what goal says. It leaves alone what is of the types kept; of all else the first
    way takes care, a pair of types and a function, whose types fit. No way, or a ValueError on it: a TypeError."""
    def convert(value):
        for kinds, way in ((kept, lambda same: same),) + ways:
            if isinstance(value, kinds):
                try:
                    return way(value)
                except ValueError:
                    break
        raise TypeError('%s cannot be converted to %s' % (type(value), goal))
    return convert


_NUMBER = (int, float)

check_type_bool = _converter('a bool', bool, ((str,) + _NUMBER, boolean))
check_type_int = _converter('an int', int, (str, int))
check_type_float = _converter('a float', float, ((int, str, bytes), float))
check_type_list = _converter('a list', list, (str, lambda text: text.split(',')), (_NUMBER, lambda one: [str(one)]))
check_type_dict = _converter('a dict', dict, (str, _literal))
check_type_jsonarg = _converter('a json string', (), ((str, bytes), lambda text: text.strip()),
                                ((dict, list, tuple), jsonify))
check_type_bytes = _converter('a Byte value', (), (object, human_to_bytes))
check_type_bits = _converter('a Bit value', (), (object, lambda size: human_to_bytes(size, isbits=True)))


def check_type_str(value, allow_conversion=True, param=None, prefix=''):
    """Anything as text, or nothing but text."""
    if not allow_conversion and not isinstance(value, str):
        raise TypeError("'%r' is not a string and conversion is not allowed" % (value,))
    return to_native(value)


def check_type_path(value):
    """A path with ~ and variables of the environment filled in."""
    return os.path.expanduser(os.path.expandvars(check_type_str(value)))


def check_type_raw(value):
    """Anything, as it is."""
    return value
