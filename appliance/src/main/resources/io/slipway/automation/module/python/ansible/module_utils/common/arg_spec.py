"""Checks arguments against an argument spec."""

from copy import deepcopy

from ansible.module_utils.common.parameters import Level, set_fallbacks, warn_of_both
from ansible.module_utils.common.warnings import deprecate
from ansible.module_utils.errors import AnsibleValidationErrorMultiple, UnsupportedError


class ValidationResult(object):
    """The arguments converted and completed, and all that was found out about them."""

    def __init__(self, parameters):
        self._no_log_values = set()
        self._unsupported_parameters = set()
        self._supported_parameters = {}
        self._validated_parameters = deepcopy(parameters)
        self._deprecations = []
        self._warnings = []
        self._aliases = {}
        self.errors = AnsibleValidationErrorMultiple()

    @property
    def validated_parameters(self):
        return self._validated_parameters

    @property
    def unsupported_parameters(self):
        return self._unsupported_parameters

    @property
    def error_messages(self):
        return self.errors.messages

    def say_both(self, name, alias, nested):
        """An argument came under two names. Within others that is said at once."""
        if nested:
            warn_of_both(name, alias)
        else:
            self._warnings.append({'option': name, 'alias': alias})

    def deprecate_aliases(self, aliases, prefix):
        self._deprecations.extend({
            'msg': "Alias '%s%s' is deprecated. See the module docs for more information" % (prefix, alias['name']),
            'version': alias.get('version'),
            'date': alias.get('date'),
            'collection_name': alias.get('collection_name'),
        } for alias in aliases)

    def refuse_unsupported(self):
        if not self._unsupported_parameters:
            return
        texts = ['.'.join(one) if isinstance(one, tuple) else one for one in self._unsupported_parameters]
        names, aliases = [], []
        for place in list(self._unsupported_parameters)[-1:]:
            names, aliases = (sorted(part) for part in self._supported_parameters.get(place, ((), ())))
        supported = ', '.join(names) + (' (%s)' % ', '.join(aliases) if aliases else '')
        self.errors.append(UnsupportedError('%s. Supported parameters include: %s.'
                                            % (', '.join(sorted(texts)), supported)))


class ArgumentSpecValidator(object):
    """An argument spec, ready to check arguments."""

    def __init__(self, argument_spec, mutually_exclusive=None, required_together=None, required_one_of=None,
                 required_if=None, required_by=None):
        self.argument_spec = argument_spec
        self._rules = {
            'mutually_exclusive': mutually_exclusive,
            'required_together': required_together,
            'required_one_of': required_one_of,
            'required_if': required_if,
            'required_by': required_by,
        }

    def validate(self, parameters, *args, **kwargs):
        result = ValidationResult(parameters)
        result._no_log_values.update(set_fallbacks(self.argument_spec, result._validated_parameters))
        level = Level(self.argument_spec, result._validated_parameters, result)
        level.check(self._rules)
        result._aliases.update(level.aliases)
        result.refuse_unsupported()
        return result


class ModuleArgumentSpecValidator(ArgumentSpecValidator):
    """As AnsibleModule uses it: tells what is deprecated."""

    def validate(self, parameters):
        result = super(ModuleArgumentSpecValidator, self).validate(parameters)
        for one in result._deprecations:
            deprecate(one['msg'], version=one.get('version'), date=one.get('date'),
                      collection_name=one.get('collection_name'))
        for one in result._warnings:
            warn_of_both(one['option'], one['alias'])
        return result
