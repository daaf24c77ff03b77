"""What older Pythons lacked."""
