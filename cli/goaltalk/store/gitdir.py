"""Finds a repository's git folder, and what it is in the middle of, on the disk and without starting git."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Bisecting is left out: committing in the middle of it is ordinary work.
OPERATIONS = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


# What git itself writes to HEAD, and what else it accepts there.
ORDINARY_HEAD = re.compile(rb"(ref: refs/[^\0]+|[0-9a-f]{40}|[0-9a-f]{64})\n")
VALID_HEAD = re.compile(rb"ref:[ \t\n\r]*refs/|[0-9a-fA-F]{40}")
LONGEST_PLACE = 4096


@dataclass(frozen=True)
class GitFolder:
    """A work tree's uppermost folder, its own git folder, and the one it shares with linked work trees.

    `certain` says that everything about it, and on the way up to it, is as git itself makes it; elsewhere a
    git may settle on another folder, so what must be safe asks git.
    """

    top: Path
    own: Path
    shared: Path
    certain: bool = True

    @property
    def operation(self) -> str | None:
        """The name of what is in progress (merge, rebase, cherry-pick, revert), or None."""
        return next((name for mark, name in OPERATIONS.items() if (self.own / mark).exists()), None)

    @property
    def shallow(self) -> bool:
        """Whether history is cut off, so that its absence says nothing."""
        return (self.shared / "shallow").exists()

    @property
    def has_remote(self) -> bool:
        """Whether the repository's own settings name a remote."""
        try:
            settings = (self.shared / "config").read_bytes()
        except OSError:
            return False
        return re.search(rb'^\s*\[remote\s*"', settings, re.MULTILINE | re.IGNORECASE) is not None


def find_git_folder(root: Path) -> GitFolder | None:
    """Find the git folder that git would use in `root`; None outside a work tree and in a bare repository."""
    certain = True
    for folder in _upwards(root):
        mark = folder / ".git"
        own = mark if mark.is_dir() else _folder_told_by(mark)
        if own is not None and _is_repository(own):
            return GitFolder(folder, own, _shared_folder(own), certain and _is_ordinary(mark, own))
        # Git gives up where a file called .git leads nowhere, and in a bare repository.
        if (own is not mark and mark.is_file()) or _is_repository(folder):
            return None
        certain = certain and not any(os.path.lexists(folder / name) for name in (".git", "HEAD"))
    return None


def path_in_git(root: Path) -> str:
    """Return where a folder lies in its work tree, with forward slashes; "" at the top or without git."""
    found = find_git_folder(root)
    return "/".join(root.resolve().relative_to(found.top).parts) if found else ""


def is_bare(root: Path) -> bool:
    """Tell whether git would take `root` to lie in a repository without a work tree."""
    return find_git_folder(root) is None and any(_is_repository(folder) for folder in _upwards(root))


def _upwards(root: Path) -> Iterator[Path]:
    real = root.resolve()
    yield real
    yield from real.parents


def _folder_told_by(mark: Path) -> Path | None:
    """Return where a .git file says that the folder is, as in a linked work tree and in a submodule."""
    told = _read(mark) if mark.is_file() else b""
    if not told.startswith(b"gitdir: "):
        return None
    return Path(os.path.realpath(mark.parent / _place(told.removeprefix(b"gitdir: "))))


def _is_repository(folder: Path) -> bool:
    """Say what git says of a folder, which passes by one that only has the name (is_git_directory)."""
    shared = _shared_folder(folder)
    return _has_head(folder) and all(os.access(shared / name, os.X_OK) for name in ("objects", "refs"))


def _has_head(folder: Path) -> bool:
    head = folder / "HEAD"
    if head.is_symlink():
        return os.fspath(head.readlink()).startswith("refs/")
    return head.is_file() and VALID_HEAD.match(_read(head)) is not None


def _is_ordinary(mark: Path, own: Path) -> bool:
    told = [_read(mark)] if own is not mark else []
    if os.path.lexists(own / "commondir"):
        told.append(_read(own / "commondir"))
    plain = all(0 < len(one) < LONGEST_PLACE and b"\0" not in one and one.endswith(b"\n") for one in told)
    files = [own / "HEAD", *([mark] if own is not mark else [])]
    return (
        plain
        and not any(one.is_symlink() for one in files)
        and bool(ORDINARY_HEAD.fullmatch(_read(files[0])))
    )


def _shared_folder(own: Path) -> Path:
    told = _read(own / "commondir")
    return Path(os.path.realpath(own / _place(told))) if told else own


def _place(told: bytes) -> str:
    # What follows a NUL git does not see either.
    return os.fsdecode(told.rstrip(b"\r\n").partition(b"\0")[0])


def _read(file: Path) -> bytes:
    """Return the beginning of a file; nothing where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(2 * LONGEST_PLACE)
    except OSError:
        return b""
