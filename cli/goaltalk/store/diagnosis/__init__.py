"""What may be wrong with a set-up, as opposed to what is wrong in a record: `doctor` shows it."""
