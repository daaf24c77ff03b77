"""Checks arguments against an argument spec."""

from copy import deepcopy
from functools import partial

from ansible.module_utils.common.parameters import Level, set_fallbacks
from ansible.module_utils.errors import AnsibleValidationErrorMultiple, UnsupportedError


class ValidationResult(object):
    """The arguments converted and completed, and what was found out about them: mistakes, secrets, aliases with the
    names that they stand for, unknown names with the names and aliases known in their place, and remarks for the
    user, which are functions to call."""

    def __init__(self, parameters):
        self.validated_parameters = deepcopy(parameters)
        self.errors = AnsibleValidationErrorMultiple()
        self.secrets = set()
        self.aliases, self.unknown = {}, {}
        self.remarks = []

    @property
    def unsupported_parameters(self):
        return set(self.unknown)

    @property
    def error_messages(self):
        return self.errors.messages

    def remark(self, function, **words):
        self.remarks.append(partial(function, **words))

    def refuse_unknown(self):
        if self.unknown:
            names, aliases = list(self.unknown.values())[-1]
            known = ', '.join(names) + (' (%s)' % ', '.join(aliases) if aliases else '')
            self.errors.append(UnsupportedError('%s. Supported parameters include: %s.'
                                                % (', '.join(sorted(self.unknown)), known)))


class ArgumentSpecValidator(object):
    """An argument spec, ready to check arguments. The other arguments are rules on several arguments at once."""

    def __init__(self, argument_spec, mutually_exclusive=None, required_together=None, required_one_of=None,
                 required_if=None, required_by=None):
        self.argument_spec = argument_spec
        self._rules = dict(mutually_exclusive=mutually_exclusive, required_together=required_together,
                           required_one_of=required_one_of, required_if=required_if, required_by=required_by)

    def validate(self, parameters, *args, **kwargs):
        """Touches nothing that it is given."""
        found = ValidationResult(parameters)
        top = Level(self.argument_spec, found.validated_parameters, found)
        found.secrets |= set_fallbacks(top.spec, top.parameters)
        top.check(self._rules)
        found.aliases = top.aliases
        found.refuse_unknown()
        return found


class ModuleArgumentSpecValidator(ArgumentSpecValidator):
    """As AnsibleModule uses it: tells what is deprecated, and what was given twice."""

    def validate(self, parameters):
        found = ArgumentSpecValidator.validate(self, parameters)
        for remark in found.remarks:
            remark()
        return found
