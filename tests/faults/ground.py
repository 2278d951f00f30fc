"""What the tests of faults share: a repository as it was, and a refusal that leaves it so."""

import re
from pathlib import Path

from conftest import Goals

KARI = "people/kari-nordmann"
AGREEMENT = f"{KARI}/2026-H2/agreement.yaml"
PERSON = f"{KARI}/person.yaml"
CHECKIN = f"{KARI}/2026-H2/checkins/2026-09-15.leader.yaml"
READING = (
    ("status",), ("overdue",), ("check",), ("todo",), ("agenda", "kari"),
    ("agenda", "kari", "--format", "md"),
    ("agenda", "kari", "--format", "html"), ("agree", "kari", "--show"), ("diff", "kari"), ("person", "list"),
    ("person", "show", "kari"), ("unit", "list"), ("status", "--wishes"),
)  # fmt: skip
"""Commands that show what is in the records."""
NOTE = ("checkin", "kari", "--note", "status=Fine")
"""A command that writes CHECKIN."""


def snapshot(goals: Goals) -> dict[str, object]:
    """All files, with their modes, the index and HEAD."""
    files = {
        path.relative_to(goals.root).as_posix(): (path.lstat().st_mode, _content(path))
        for path in goals.root.rglob("*")
        if ".git" not in path.relative_to(goals.root).parts
    }
    if not (goals.root / ".git").exists():
        return dict(files)
    head = (goals.root / ".git" / "HEAD").read_bytes()
    return {**files, "index": goals.git("ls-files", "-s"), "HEAD": (head, goals.git("for-each-ref"))}


def refuse(goals: Goals, *args: str, match: str, code: int = 3, who: str | None = None) -> str:
    """Run a command that is to be refused: clear lines, the exit code, and everything as it was."""
    before = snapshot(goals)
    result = goals.run(*args, who=who)
    assert result.code == code, (result.code, result.out, result.err)
    assert "Traceback" not in result.err
    assert result.err.startswith("error: ")
    assert re.search(match, result.err), result.err
    assert snapshot(goals) == before
    return result.err


def finding(goals: Goals, path: str) -> str:
    """What check says about a file, which is an error."""
    result = goals.run("check")
    assert result.code == 1, result.err + result.out
    return "".join(line + "\n" for line in result.out.splitlines() if line.startswith(f"{path}:"))


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return str(path.readlink()).encode()
    return path.read_bytes() if path.is_file() else b""
