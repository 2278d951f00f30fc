"""How any record is changed: form, keys, check, save, commit, and the one line that says so."""
