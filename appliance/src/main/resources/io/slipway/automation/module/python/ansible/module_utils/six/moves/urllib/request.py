"""urllib.request of Python 3."""

from urllib.request import *  # noqa: F401,F403
