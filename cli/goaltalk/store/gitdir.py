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


@dataclass(frozen=True)
class GitFolder:
    """A work tree's uppermost folder, its own git folder, and the one it shares with linked work trees."""

    top: Path
    own: Path
    shared: Path

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
    for folder in _upwards(root):
        own = _git_folder_in(folder)
        if own is not None:
            return GitFolder(folder, own, _shared_folder(own))
        if _is_repository(folder):
            return None
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


def _git_folder_in(folder: Path) -> Path | None:
    mark = folder / ".git"
    if mark.is_dir():
        return mark if _is_repository(mark) else None
    if not mark.is_file():
        return None
    # In a linked work tree and in a submodule, .git is a file that says where the folder is.
    with mark.open("rb") as file:
        told = file.read(8192)
    if not told.startswith(b"gitdir: "):
        return None
    own = folder / os.fsdecode(told.removeprefix(b"gitdir: ").rstrip(b"\r\n"))
    return own.resolve() if (own / "HEAD").exists() else None


def _is_repository(folder: Path) -> bool:
    # Like git, which passes by an empty folder of that name.
    return all(os.path.lexists(folder / name) for name in ("HEAD", "objects", "refs"))


def _shared_folder(own: Path) -> Path:
    try:
        told = (own / "commondir").read_bytes()
    except OSError:
        return own
    return (own / os.fsdecode(told.rstrip(b"\r\n"))).resolve()
