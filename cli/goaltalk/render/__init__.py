"""From domain values to what people and programs read."""
