"""Between texts and bytes."""
