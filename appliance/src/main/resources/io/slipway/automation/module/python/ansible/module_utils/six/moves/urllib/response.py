"""urllib.response of Python 3."""

from urllib.response import *  # noqa: F401,F403
