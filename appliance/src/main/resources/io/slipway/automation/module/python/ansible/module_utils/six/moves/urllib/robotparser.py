"""urllib.robotparser of Python 3."""

from urllib.robotparser import *  # noqa: F401,F403
