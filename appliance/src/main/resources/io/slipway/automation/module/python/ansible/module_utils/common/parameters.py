"""Checks arguments against an argument spec, level by level."""

import os
from collections.abc import KeysView, Mapping, Sequence
from contextlib import suppress

from ansible.module_utils._slipway.secrets import remove_values, sanitize_keys, texts_in  # noqa: F401
from ansible.module_utils.common import validation
from ansible.module_utils.common.collections import is_iterable
from ansible.module_utils.common.text.converters import to_native
from ansible.module_utils.common.warnings import deprecate, warn
from ansible.module_utils.errors import (
    AliasError, AnsibleFallbackNotFound, ArgumentTypeError, ArgumentValueError, DeprecationError, ElementError,
    MutuallyExclusiveError, NoLogError, RequiredByError, RequiredError, RequiredIfError,
    RequiredOneOfError, RequiredTogetherError, SubParameterTypeError,
)
from ansible.module_utils.parsing.convert_bool import BOOLEANS_FALSE, BOOLEANS_TRUE

DEFAULT_TYPE_VALIDATORS = {
    kind: getattr(validation, 'check_type_' + kind)
    for kind in ('str', 'list', 'dict', 'bool', 'int', 'float', 'path', 'raw', 'jsonarg', 'bytes', 'bits')
}
DEFAULT_TYPE_VALIDATORS['json'] = validation.check_type_jsonarg

_RULES = (
    ('required_together', validation.check_required_together, RequiredTogetherError),
    ('required_one_of', validation.check_required_one_of, RequiredOneOfError),
    ('required_if', validation.check_required_if, RequiredIfError),
    ('required_by', validation.check_required_by, RequiredByError),
)


_GOING = "%s '%s' is deprecated. See the module docs for more information"


def env_fallback(*args, **kwargs):
    """The value of the first of these environment variables that is set."""
    values = [os.environ[name] for name in args if name in os.environ]
    if not values:
        raise AnsibleFallbackNotFound
    return values[0]


def _fallen_back(function, *given):
    """What a fallback says. Lists in given are its arguments, mappings its named ones."""
    named = {}
    for mapping in given:
        if isinstance(mapping, dict):
            named.update(mapping)
    return function(*[one for listed in given if not isinstance(listed, dict) for one in listed], **named)


def set_fallbacks(argument_spec, parameters):
    """Asks the fallbacks of what was not given; the secrets among their answers."""
    answers = {}
    for name in argument_spec:
        fallback = argument_spec[name].get('fallback')
        if fallback and fallback[0] and name not in parameters:
            with suppress(AnsibleFallbackNotFound):
                answers[name] = _fallen_back(*fallback)
    parameters.update(answers)
    return _secrets_among(argument_spec, answers)


def _secrets_among(argument_spec, values):
    return {text for name, value in values.items() if argument_spec[name].get('no_log') for text in texts_in(value)}


def _alias_names(argument_spec):
    """Each alias with the name that it stands for."""
    names = {}
    for name, rules in argument_spec.items():
        if rules.get('required') and rules.get('default') is not None:
            raise ValueError('internal error: required and default are mutually exclusive for %s' % name)
        aliases = rules.get('aliases') or ()
        if not is_iterable(aliases):
            raise TypeError('internal error: aliases must be a list or tuple')
        names.update(dict.fromkeys(aliases, name))
    return names


def handle_aliases(argument_spec, parameters, both=None, deprecated=None):
    """Gives what came under an alias its own name, too; the aliases and their names. Adds to both what came under
    two names, and to deprecated what is declared of the aliases used."""
    names = _alias_names(argument_spec)
    for alias in [alias for alias in names if alias in parameters]:
        name = names[alias]
        if name in parameters and both is not None:
            both.append((name, alias))
        parameters[name] = parameters[alias]
    if deprecated is not None:
        for rules in argument_spec.values():
            deprecated += [one for one in rules.get('deprecated_aliases') or () if one['name'] in parameters]
    return names


def list_no_log_values(argument_spec, parameters):
    """The secrets among the arguments."""
    secrets = set()
    for name, rules in argument_spec.items():
        value = parameters.get(name)
        if rules.get('no_log', False) and value:
            try:
                secrets.update(texts_in(value))
            except TypeError as problem:
                raise TypeError('Failed to convert "%s": %s' % (name, problem))
        inner, kind = rules.get('options'), rules.get('type')
        if inner is None or value is None or not holds_options(rules):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                one = validation.check_type_dict(one)
            if not isinstance(one, Mapping):
                raise TypeError("Value '%s' in the sub parameter field '%s' must by a %s, not '%s'"
                                % (one, name, kind, type(one).__name__))
            secrets.update(list_no_log_values(inner, one))
    return secrets


def list_deprecations(argument_spec, parameters, prefix=''):
    """What is said about arguments that will be gone."""
    found = []
    for name, rules in argument_spec.items():
        if name not in parameters:
            continue
        place = '%s["%s"]' % (prefix, name) if prefix else name
        for key, until in (('removed_at_date', 'date'), ('removed_in_version', 'version')):
            if rules.get(key) is not None:
                found.append({
                    'msg': _GOING % ('Param', place),
                    until: rules[key],
                    'collection_name': rules.get('removed_from_collection'),
                })
                break
        if rules.get('options') is not None:
            value = parameters[name]
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Mapping):
                    found.extend(list_deprecations(rules['options'], one, place))
    return found


def holds_options(rules):
    """Whether arguments of this kind have arguments of their own."""
    return rules.get('type') == 'dict' or (rules.get('type') == 'list' and rules.get('elements', '') == 'dict')


def validator_of(wanted):
    """What converts to a type, and its name. The type may be a function."""
    if callable(wanted):
        return wanted, getattr(wanted, '__name__', to_native(type(wanted)))
    return DEFAULT_TYPE_VALIDATORS[wanted or 'str'], wanted or 'str'


class Level(object):
    """One level of arguments: those of the module, or those within an argument."""

    def __init__(self, spec, parameters, found, context=(), prefix=''):
        self.spec = spec
        self.parameters = parameters
        self.found = found
        self.context = list(context)
        self.prefix = prefix
        self.aliases = {}

    def check(self, rules):
        """Checks all, and fills in. rules: those that concern several arguments at once."""
        self.name_and_hide()
        self.unsupported()
        self.judge(MutuallyExclusiveError, validation.check_mutually_exclusive, rules.get('mutually_exclusive'))
        self.defaults(False)
        self.judge(RequiredError, validation.check_required_arguments, self.spec)
        self.types()
        self.choices()
        for key, rule, error in _RULES:
            self.judge(error, rule, rules.get(key))
        self.defaults(True)
        self.within()

    def judge(self, error, rule, demand):
        try:
            rule(demand, self.parameters, self.context)
        except TypeError as problem:
            self.complain(error, problem)

    def complain(self, error, problem):
        self.found.errors.append(error(to_native(problem)))

    def at(self, text, quoted=False):
        if not self.context:
            return text
        return text + (" found in '%s'" if quoted else ' found in %s') % ' -> '.join(self.context)

    def name_and_hide(self):
        both, deprecated = [], []
        try:
            self.aliases = handle_aliases(self.spec, self.parameters, both, deprecated)
        except (TypeError, ValueError) as problem:
            self.complain(AliasError, problem)
        for name, alias in both:
            self.found.remark(warn_of_both, name=self.prefix + name, alias=self.prefix + alias)
        for alias in deprecated:
            self.found.remark(deprecate, msg=_GOING % ('Alias', self.prefix + alias['name']), **{
                key: alias.get(key) for key in ('version', 'date', 'collection_name')})
        try:
            self.found.secrets.update(list_no_log_values(self.spec, self.parameters))
        except TypeError as problem:
            self.complain(NoLogError, problem)
        if not self.context:
            try:
                for one in list_deprecations(self.spec, self.parameters):
                    self.found.remark(deprecate, **one)
            except TypeError as problem:
                self.complain(DeprecationError, problem)

    def unsupported(self):
        """Names that nobody knows, and those that this level knows instead."""
        known = set(self.spec).union(self.aliases)
        for name in self.parameters:
            if name not in known:
                self.found.unknown['.'.join(self.context + [name])] = (sorted(set(self.spec) - set(self.aliases)),
                                                                       sorted(self.aliases))

    def defaults(self, even_none):
        """Fills in what was not given, and with even_none also what has no default."""
        fitting = {name: rules.get('default') for name, rules in self.spec.items() if name not in self.parameters
                   and (even_none or rules.get('default') is not None)}
        self.found.secrets |= _secrets_among(self.spec, fitting)
        self.parameters.update(fitting)

    def types(self):
        for name, rules in self.spec.items():
            value = self.parameters.get(name)
            if value is None:
                continue
            convert, wanted = validator_of(rules.get('type'))
            try:
                self.parameters[name] = convert(value)
                if rules.get('elements'):
                    self.elements(name, rules, wanted)
            except (TypeError, ValueError) as problem:
                message = "argument '%s' is of type %s" % (name, type(value))
                if self.context:
                    message = self.at(message, quoted=True) + '.'
                self.complain(ArgumentTypeError, '%s and we were unable to convert to %s: %s'
                              % (message, wanted, to_native(problem)))

    def elements(self, name, rules, wanted):
        values = self.parameters[name]
        if rules.get('type') != 'list' or not isinstance(values, list):
            message = "Invalid type %s for option '%s'" % (wanted, values)
            if self.context:
                message = self.at(message, quoted=True) + '.'
            self.complain(ArgumentTypeError, message + ", elements value check is supported only with 'list' type")
        convert, kind = validator_of(rules['elements'])
        converted = []
        for value in values:
            try:
                converted.append(convert(value))
            except (TypeError, ValueError) as problem:
                message = self.at("Elements value for option '%s'" % name, quoted=True)
                self.complain(ElementError, '%s is of type %s and we were unable to convert to %s: %s'
                              % (message, type(value), kind, to_native(problem)))
        self.parameters[name] = converted

    def choices(self):
        for name, rules in self.spec.items():
            choices = rules.get('choices')
            if choices is None:
                continue
            if not isinstance(choices, (frozenset, KeysView, Sequence)) or isinstance(choices, (bytes, str)):
                self.complain(ArgumentTypeError, self.at(
                    'internal error: choices for argument %s are not iterable: %s' % (name, choices)))
            elif name in self.parameters:
                self.choose(name, choices)

    def choose(self, name, choices):
        known = ', '.join(to_native(choice) for choice in choices)
        value = self.parameters[name]
        if isinstance(value, list):
            wrong = [one for one in value if one not in choices]
            if wrong:
                self.complain(ArgumentValueError, self.at('value of %s must be one or more of: %s. Got no match for: %s'
                                                          % (name, known, ', '.join(wrong))))
            return
        # YAML makes truth values of yes and no: back to the only choice that it can have been
        for text, spellings in (('False', BOOLEANS_FALSE), ('True', BOOLEANS_TRUE)):
            meant = [choice for choice in set(choices) if choice in spellings]
            if value == text and value not in choices and len(meant) == 1:
                value = self.parameters[name] = meant[0]
        if value not in choices:
            self.complain(ArgumentValueError, self.at('value of %s must be one of: %s, got: %s'
                                                      % (name, known, value)))

    def within(self):
        for name, rules in self.spec.items():
            inner = rules.get('options')
            if inner is None or not holds_options(rules):
                continue
            if rules.get('apply_defaults', False) and self.parameters.get(name) is None:
                self.parameters[name] = {}
            value = self.parameters.get(name)
            if value is None:
                continue
            listed = isinstance(value, Sequence) and not isinstance(value, str)
            for place, one in enumerate(value if listed else [value]):
                if not isinstance(one, dict):
                    self.complain(SubParameterTypeError,
                                  "value of '%s' must be of type dict or list of dicts" % name)
                    continue
                self.found.secrets.update(set_fallbacks(inner, one))
                index = '[%d]' % place if rules.get('type') == 'list' else ''
                Level(inner, one, self.found, self.context + [name], self.prefix + name + index + '.').check(rules)


def warn_of_both(name, alias):
    warn('Both option %s and its alias %s are set.' % (name, alias))
