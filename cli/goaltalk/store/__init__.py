"""Where records are kept: files, their text, and git."""
