"""From texts to values."""
