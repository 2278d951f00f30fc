"""Keeps git, where it only reads, from starting the content filters that a repository's own settings name."""

import os
from collections.abc import Mapping
from pathlib import Path

from goaltalk.errors import GitProblem
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
    answer = read_git(root, "config", "--list", "--name-only", "-z")
    if answer.code:
        raise GitProblem("git cannot read its settings here; mend what it says", *answer.quote)
    listed = os.fsdecode(answer.out).split("\0")
    filters = dict.fromkeys(name.rpartition(".")[0] for name in listed if name.startswith("filter."))
    # Given by the environment, because in `-c NAME=VALUE` a name could hide behind a sign of its own.
    off = {f"{one}.{key}": value for one in filters for key, value in _OFF.items()}
    made = {"GIT_CONFIG_COUNT": str(len(off))}
    for number, (name, value) in enumerate(off.items()):
        made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return made


_OFF = {"clean": "", "smudge": "", "process": "", "required": "false"}


def _may_have_filters(root: Path) -> bool:
    """Say no only where it is certain: in a repository such as git makes them, whose settings name none.

    The word itself stands in any file that names one, since neither of git's escapes may stand in it; an
    included file is named by its including one, and then git is asked.
    """
    folder = find_git_folder(root)
    if folder is None or not folder.certain:
        return True
    return any(_names_filters(place / name) for place in (folder.own, folder.shared) for name in _FILES)


def _names_filters(settings: Path) -> bool:
    try:
        text = settings.read_bytes().lower()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return b"filter" in text or b"include" in text
