"""Writes calendar files where the user wants them, and over nothing but calendar files of ours."""

from pathlib import Path

from goaltalk.errors import SaveProblem, UsageProblem
from goaltalk.render.calendar import is_ours


def ensure_free(target: Path) -> None:
    """Raise UsageProblem if something lies there that goaltalk did not write."""
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


def write_calendar(target: Path, data: bytes) -> None:
    """Write a calendar file; SaveProblem if that cannot be done."""
    try:
        target.write_bytes(data)
    except OSError as error:
        raise SaveProblem(
            f"{target}: not written ({error.strerror or error}); name another with -o"
        ) from None
