"""The version of Ansible whose behaviour modules are promised."""

__version__ = '2.14.18'
__author__ = 'Slipway'
__codename__ = 'slipway'
