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


def check_type_str(value, allow_conversion=True, param=None, prefix=''):
    if isinstance(value, str):
        return value
    if allow_conversion:
        return to_native(value, errors='surrogate_or_strict')
    raise TypeError("'%r' is not a string and conversion is not allowed" % (value,))


def check_type_list(value):
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return value.split(',')
    if isinstance(value, (int, float)):
        return [str(value)]
    raise TypeError('%s cannot be converted to a list' % type(value))


def check_type_dict(value):
    """A mapping, also one written as JSON, as a Python literal, or as k=v words."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, str):
        raise TypeError('%s cannot be converted to a dict' % type(value))
    if value.startswith('{'):
        try:
            return json.loads(value)
        except ValueError:
            result, problem = safe_eval(value, include_exceptions=True)
            if problem is not None:
                raise TypeError('unable to evaluate string as dictionary')
            return result
    if '=' in value:
        return dict(word.split('=', 1) for word in _words(value.strip()))
    raise TypeError('dictionary requested, could not parse JSON or key=value')


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


def check_type_bool(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, (str, int, float)):
        return boolean(value)
    raise TypeError('%s cannot be converted to a bool' % type(value))


def check_type_int(value):
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise TypeError('%s cannot be converted to an int' % type(value))


def check_type_float(value):
    if isinstance(value, float):
        return value
    if isinstance(value, (bytes, str, int)):
        try:
            return float(value)
        except ValueError:
            pass
    raise TypeError('%s cannot be converted to a float' % type(value))


def check_type_path(value):
    return os.path.expanduser(os.path.expandvars(check_type_str(value)))


def check_type_raw(value):
    return value


def check_type_bytes(value):
    try:
        return human_to_bytes(value)
    except ValueError:
        raise TypeError('%s cannot be converted to a Byte value' % type(value))


def check_type_bits(value):
    try:
        return human_to_bytes(value, isbits=True)
    except ValueError:
        raise TypeError('%s cannot be converted to a Bit value' % type(value))


def check_type_jsonarg(value):
    if isinstance(value, (str, bytes)):
        return value.strip()
    if isinstance(value, (list, tuple, dict)):
        return jsonify(value)
    raise TypeError('%s cannot be converted to a json string' % type(value))
