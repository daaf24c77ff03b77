"""JSON under its old name."""

import json  # noqa: F401
