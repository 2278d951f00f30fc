"""Lets `python -m goaltalk` do what `goaltalk` does."""

from goaltalk.app import main

main()
