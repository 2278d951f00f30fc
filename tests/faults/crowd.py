"""Runs many goaltalk commands at once, each in a process of its own, and prints their exit codes.

Each line of standard input is one command, as JSON. What takes long to import is imported before: the
processes are to meet each other over the files, not to wait for Python.
"""

import json
import os
import sys

import filelock  # noqa: F401
import git  # noqa: F401

from goaltalk.app import main
from goaltalk.commands import checkin  # noqa: F401


def run(arguments: list[str]) -> int:
    """Start one command and return the number of its process."""
    number = os.fork()
    if number:
        return number
    sys.argv = ["goaltalk", *arguments]
    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 99)
    os._exit(98)


if __name__ == "__main__":
    started = [run(json.loads(line)) for line in sys.stdin]
    codes = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in started]
    sys.stderr.write(f"{codes}\n")
