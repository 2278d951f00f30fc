"""Keeps git, where it only reads, from starting the content filters that a repository's own settings name."""

import os
from collections.abc import Mapping
from pathlib import Path

from goaltalk.store.gitcall import read_git
from goaltalk.store.gitdir import find_git_folder

# The settings of the repository and of one of its work trees; what the user's own name is the user's choice.
_FILES = ("config", "config.worktree")


def without_filters(root: Path) -> Mapping[str, str]:
    """Return the environment in which git starts no filter; a git process only where there may be any.

    What a filter would find unchanged may then seem changed, if the disk says that it was touched.
    """
    if not _may_have_filters(root):
        return {}
    listed = os.fsdecode(read_git(root, "config", "--list", "--name-only", "-z").out).split("\0")
    filters = dict.fromkeys(name.rpartition(".")[0] for name in listed if name.startswith("filter."))
    # Given by the environment, because in `-c NAME=VALUE` a name could hide behind a sign of its own.
    off = {f"{one}.{key}": value for one in filters for key, value in _OFF.items()}
    made = {"GIT_CONFIG_COUNT": str(len(off))}
    for number, (name, value) in enumerate(off.items()):
        made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return made


_OFF = {"clean": "", "smudge": "", "process": "", "required": "false"}


def _may_have_filters(root: Path) -> bool:
    folder = find_git_folder(root)
    places = (folder.own, folder.shared) if folder is not None else ()
    return any(_names_filters(place / name) for place in places for name in _FILES)


def _names_filters(settings: Path) -> bool:
    try:
        text = settings.read_bytes().lower()
    except OSError:
        return False
    return b"filter" in text or b"include" in text
