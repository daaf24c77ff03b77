"""For modules that talk to services: arguments, and trying again."""

import functools
import random
import time


def rate_limit_argument_spec(spec=None):
    return dict({'rate': {'type': 'int'}, 'rate_limit': {'type': 'int'}}, **(spec or {}))


def retry_argument_spec(spec=None):
    return dict({'retries': {'type': 'int'}, 'retry_pause': {'type': 'float', 'default': 1}}, **(spec or {}))


def basic_auth_argument_spec(spec=None):
    return dict({'api_username': {'type': 'str'}, 'api_password': {'type': 'str', 'no_log': True},
                 'api_url': {'type': 'str'}, 'validate_certs': {'type': 'bool', 'default': True}}, **(spec or {}))


def rate_limit(rate=None, rate_limit=None):
    """At most rate calls in rate_limit seconds."""
    pause = float(rate_limit) / float(rate) if rate is not None and rate_limit is not None else None

    def limited(function):
        last = [0.0]

        @functools.wraps(function)
        def call(*args, **kwargs):
            left = last[0] + pause - time.monotonic() if pause is not None and last[0] else 0
            if left > 0:
                time.sleep(left)
            last[0] = time.monotonic()
            return function(*args, **kwargs)
        return call
    return limited


def retry(retries=None, retry_pause=1):
    """Again until the function returns something true."""
    def retrying(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            for _ in range(1 if retries is None else retries):
                result = function(*args, **kwargs)
                if result:
                    return result
                time.sleep(retry_pause)
            raise Exception('Retry limit exceeded: %d' % (retries or 1))
        return call
    return retrying


def retry_never(exception_or_result):
    return False


def generate_jittered_backoff(retries=10, delay_base=3, delay_threshold=60):
    """Pauses that double, with chance in them."""
    for retry_number in range(retries):
        yield random.randint(0, min(delay_threshold, delay_base * 2 ** retry_number))


def retry_with_delays_and_condition(backoff_iterator, should_retry_error=None):
    """Again after each pause while errors are of the kind to retry."""
    condition = should_retry_error or retry_never

    def retrying(function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            for pause in backoff_iterator:
                try:
                    return function(*args, **kwargs)
                except Exception as problem:
                    if not condition(problem):
                        raise
                time.sleep(pause)
            return function(*args, **kwargs)
        return call
    return retrying
