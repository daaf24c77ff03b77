"""urllib.parse of Python 3."""

from urllib.parse import *  # noqa: F401,F403
