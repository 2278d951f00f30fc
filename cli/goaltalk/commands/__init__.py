"""One thin file per command: parse, load, one call into the domain, then show or save."""
