"""Modules of roles and playbooks run under this name."""
