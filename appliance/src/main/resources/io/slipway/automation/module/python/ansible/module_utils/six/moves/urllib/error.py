"""urllib.error of Python 3."""

from urllib.error import *  # noqa: F401,F403
