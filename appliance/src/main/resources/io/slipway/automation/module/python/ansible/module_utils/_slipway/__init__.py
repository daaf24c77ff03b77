"""The parts of AnsibleModule."""
