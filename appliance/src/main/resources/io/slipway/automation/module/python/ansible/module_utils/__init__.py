"""What modules may import on a node."""
