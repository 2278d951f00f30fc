"""Sees that git keeps a repository's files where they are, and not in a folder that its settings name."""

import os
import re
from pathlib import Path

from goaltalk.errors import GitProblem
from goaltalk.store.gitdir import GitFolder

UNDO = "git config --unset core.worktree"
_FILES = ("config", "config.worktree")
# As git itself writes it for a submodule, whose files are where we found them.
_PLAIN = re.compile(rb'^\tworktree = ([^\s"\\#;]+)$', re.MULTILINE)


def find_other_work_tree(root: Path, folder: GitFolder) -> Path | None:
    """Return the folder that git takes for the files' instead of this one; None where it takes this one.

    Git is asked only where a setting speaks of it and does not plainly name this folder.
    """
    texts = [_read(place / name) for place in {folder.own, folder.shared} for name in _FILES]
    # git sparse-checkout sets extensions.worktreeConfig, which says nothing about where the files are.
    told = b"\n".join(re.sub(rb"(?i)worktreeconfig", b"", text) for text in texts)
    if b"worktree" not in told.lower():
        return None
    plain = _PLAIN.findall(told)
    is_plain = len(plain) == told.lower().count(b"worktree") == 1 and folder.own == folder.shared
    if is_plain and Path(os.path.realpath(folder.own / os.fsdecode(plain[0]))) == folder.top:
        return None
    # Imported here because hardly any repository needs it.
    from goaltalk.store.gitcall import read_git

    answer = read_git(root, "rev-parse", "--show-toplevel")
    other = Path(os.path.realpath(os.fsdecode(answer.out.removesuffix(b"\n"))))
    return other if not answer.code and other != folder.top else None


def refuse_other_work_tree(root: Path, folder: GitFolder) -> None:
    """Raise GitProblem where git would commit, or compare, the files of another folder."""
    other = find_other_work_tree(root, folder)
    if other is not None:
        raise GitProblem(
            f"git takes {other} for the files of this repository, not {folder.top} (core.worktree); "
            f"run {UNDO}, or add --no-commit"
        )


def _read(settings: Path) -> bytes:
    try:
        return settings.read_bytes()
    except OSError:
        return b""
