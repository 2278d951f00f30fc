"""Writes planned commits as a stream for git fast-import, so that a whole history takes one git process."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# Git itself leaves these out of names and addresses; in a stream they would break the line.
UNWRITABLE = str.maketrans("", "", "<>\n\0")


@dataclass(frozen=True)
class PlannedCommit:
    """A commit to be made: who, when (aware of its zone), why, and the files it adds or replaces."""

    name: str
    email: str
    when: datetime
    message: str
    files: Mapping[str, bytes]


def write_stream(commits: Sequence[PlannedCommit], branch: str) -> bytes:
    """Write the stream that makes `commits`, each on top of the one before, on a branch that has none."""
    return b"".join(part for commit in commits for part in _write_commit(commit, branch)) + b"done\n"


def _write_commit(commit: PlannedCommit, branch: str) -> Iterator[bytes]:
    name, email = (text.translate(UNWRITABLE) for text in (commit.name, commit.email))
    who = f"{name} <{email}> {int(commit.when.timestamp())} {_offset(commit.when)}"
    yield f"commit refs/heads/{branch}\nauthor {who}\ncommitter {who}\n".encode()
    yield from _write_data((commit.message.rstrip() + "\n").encode())
    for path, content in commit.files.items():
        yield b"M 100644 inline " + _quote(path) + b"\n"
        yield from _write_data(content)


def _write_data(content: bytes) -> Iterator[bytes]:
    yield f"data {len(content)}\n".encode()
    yield content
    yield b"\n"


def _quote(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode()


def _offset(when: datetime) -> str:
    offset = when.utcoffset()
    if offset is None:
        raise ValueError("a planned commit needs a time that knows its zone")
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
