"""What may be wrong with git, with who it takes the user to be, and with the folder of private notes."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from goaltalk.domain.trouble import Trouble, name_some
from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import read_git
from goaltalk.store.history import History
from goaltalk.store.private import (
    ONLY_ME,
    ONLY_MY_FILE,
    VARIABLE,
    find_private_folder,
    lies_in_repository,
)

# init --initial-branch came with 2.28; before 2.30.3 no one was warned of a repository of somebody else's.
OLDEST, OLDEST_FOR_SSH = (2, 30), (2, 34)
_VERSION = re.compile(r"git version (\d+)\.(\d+)")
UPGRADE = "install a newer one: https://git-scm.com/downloads"


def find_git_version(folder: Path) -> tuple[int, int] | None:
    """Return the first two numbers of git's version, None if it says none; GitProblem if there is no git."""
    found = _VERSION.match(os.fsdecode(read_git(folder, "version").out))
    return (int(found[1]), int(found[2])) if found else None


def examine_git(folder: Path) -> Iterator[Trouble]:
    """Yield what is wrong with the git that is started here."""
    try:
        version = find_git_version(folder)
    except GitProblem as error:
        yield Trouble("git-missing", "error", "git cannot be started", (_last_half(error),))
        return
    if version is None or version < OLDEST:
        said = f"this is git {version[0]}.{version[1]}" if version else "git does not say its version"
        wanted = ".".join(map(str, OLDEST))
        yield Trouble("git-old", "error", f"{said}, and goaltalk needs {wanted} or newer", (UPGRADE,))


def examine_identity(folder: Path) -> Iterator[Trouble]:
    """Yield what keeps git from saying who the user is."""
    try:
        History(folder).identity()
    except GitProblem as error:
        told = tuple(line.strip() for line in error.lines[1:])
        yield Trouble("no-identity", "error", "git does not know who you are", told)


def examine_private_notes(root: Path | None) -> Iterator[Trouble]:
    """Yield what lets others read the leader's own notes."""
    folder = find_private_folder()
    if root is not None and lies_in_repository(folder, root):
        yield Trouble(
            "private-place",
            "error",
            f"{folder}: private notes would lie in the goals repository, so goaltalk writes none",
            (f"let {VARIABLE} name a folder outside it, and move there what is in it",),
        )
        return
    opened = find_open_places(folder)
    if opened:
        yield Trouble(
            "private-mode",
            "error",
            f"{folder}: other users of this machine may open private notes ({name_some(opened)})",
            ("goaltalk doctor --fix, or chmod -R go= on that folder",),
            opened,
        )


def find_open_places(folder: Path) -> tuple[str, ...]:
    """Return the whole paths in the private folder that are for more than their owner; links stay out."""
    if os.name == "nt" or not folder.is_dir() or folder.is_symlink():
        return ()
    found = [folder, *sorted(folder.rglob("*"))]
    return tuple(str(one) for one in found if _is_open(one))


def close_place(path: str) -> None:
    """Leave a folder or file of private notes to its owner alone."""
    place = Path(path)
    place.chmod(ONLY_ME if place.is_dir() else ONLY_MY_FILE)


def _is_open(place: Path) -> bool:
    mode = place.lstat().st_mode
    return (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and bool(mode & 0o077)


def _last_half(error: GitProblem) -> str:
    return error.lines[0].partition("; ")[2]
