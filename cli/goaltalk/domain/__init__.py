"""What goal and development conversations are: pure values and calculations, no files, no clock."""
