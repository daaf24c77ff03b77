"""What can be wrong with arguments."""


class AnsibleFallbackNotFound(Exception):
    """A fallback has no value."""


class AnsibleValidationError(Exception):
    """One mistake."""

    def __init__(self, message):
        super(AnsibleValidationError, self).__init__(message)
        self.error_message = message

    @property
    def msg(self):
        return self.args[0]


class AnsibleValidationErrorMultiple(AnsibleValidationError):
    """All mistakes, in the order in which they were found."""

    def __init__(self, errors=None):
        self.errors = list(errors or [])

    def __getitem__(self, key):
        return self.errors[key]

    def __setitem__(self, key, value):
        self.errors[key] = value

    def __delitem__(self, key):
        del self.errors[key]

    @property
    def msg(self):
        return self.errors[0].args[0]

    @property
    def messages(self):
        return [error.msg for error in self.errors]

    def append(self, error):
        self.errors.append(error)

    def extend(self, errors):
        self.errors.extend(errors)


class AliasError(AnsibleValidationError):
    """Of aliases."""


class ArgumentTypeError(AnsibleValidationError):
    """Of a type."""


class ArgumentValueError(AnsibleValidationError):
    """Of a value."""


class DeprecationError(AnsibleValidationError):
    """Of what is said about deprecations."""


class ElementError(AnsibleValidationError):
    """Of an element of a list."""


class MutuallyExclusiveError(AnsibleValidationError):
    """Too much was given."""


class NoLogError(AnsibleValidationError):
    """A secret that cannot be hidden."""


class RequiredByError(AnsibleValidationError):
    """Something given needs more."""


class RequiredDefaultError(AnsibleValidationError):
    """Required, and with a default."""


class RequiredError(AnsibleValidationError):
    """Something is missing."""


class RequiredIfError(AnsibleValidationError):
    """A value needs more."""


class RequiredOneOfError(AnsibleValidationError):
    """None of several was given."""


class RequiredTogetherError(AnsibleValidationError):
    """One was given without the other."""


class SubParameterTypeError(AnsibleValidationError):
    """Not a mapping where one must be."""


class UnsupportedError(AnsibleValidationError):
    """Unknown names."""
