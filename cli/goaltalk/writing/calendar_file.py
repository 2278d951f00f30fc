"""Writes calendar files where the user wants them, and over nothing but calendar files of ours."""

from pathlib import Path

from goaltalk.errors import SaveProblem, UsageProblem
from goaltalk.render.calendar import is_ours, is_same_calendar


def ensure_free(target: Path) -> None:
    """Raise UsageProblem if nothing can be written there, or if goaltalk did not write what lies there."""
    if not target.parent.is_dir():
        raise UsageProblem(f"-o {target}: there is no folder {target.parent}; make it, or name another file")
    try:
        present = target.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageProblem(f"-o {target}: {error.strerror or error}; name a file") from None
    if not is_ours(present):
        raise UsageProblem(
            f"{target}: is there already and is no calendar of goaltalk's; name another with -o"
        )


def write_calendar(target: Path, data: bytes) -> bool:
    """Write a calendar file; SaveProblem if that cannot be done.

    What differs in nothing but when it was written stays as it is; say whether anything was written.
    """
    try:
        if target.exists() and is_same_calendar(target.read_bytes(), data):
            return False
        target.write_bytes(data)
        return True
    except OSError as error:
        raise SaveProblem(
            f"{target}: not written ({error.strerror or error}); name another with -o"
        ) from None
