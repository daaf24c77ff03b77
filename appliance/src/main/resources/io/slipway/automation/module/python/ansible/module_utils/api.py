"""For modules that talk to services: their arguments."""


def basic_auth_argument_spec(spec=None):
    """Where a service is and who asks it; spec adds to that."""
    return dict({'api_username': {'type': 'str'}, 'api_password': {'type': 'str', 'no_log': True},
                 'api_url': {'type': 'str'}, 'validate_certs': {'type': 'bool', 'default': True}}, **(spec or {}))
