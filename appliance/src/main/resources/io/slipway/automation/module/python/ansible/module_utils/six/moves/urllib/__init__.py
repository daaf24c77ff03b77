"""urllib as it is in Python 3."""

from urllib import error, parse, request, response, robotparser  # noqa: F401
