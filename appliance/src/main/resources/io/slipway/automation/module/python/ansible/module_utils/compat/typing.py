"""Types, for those who read them."""

from typing import *  # noqa: F401,F403
