"""selectors, under their old name."""

from selectors import *  # noqa: F401,F403
