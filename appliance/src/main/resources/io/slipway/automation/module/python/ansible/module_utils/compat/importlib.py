"""importlib, under its old name."""

from importlib import import_module  # noqa: F401
