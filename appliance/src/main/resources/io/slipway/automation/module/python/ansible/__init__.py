"""Slipway's stand-in for the part of Ansible that its modules import on a node: names and answers are those that modules expect."""
