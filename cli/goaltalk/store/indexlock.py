"""Waits its turn where another git is at work on the index; never deletes what that one holds."""

import time

from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import Answer
from goaltalk.store.gitdir import GitFolder

NAME = "index.lock"
# An editor's own `git status` holds the index for moments only; whoever holds it longer is to be told about.
LOCK_TRIES, LOCK_PAUSE = 11, 0.1
FATAL = 128


def wait_for_index(folder: GitFolder) -> None:
    """Wait until nobody holds the index; GitProblem, with what to do, if somebody keeps it."""
    mark = folder.own / NAME
    for _ in range(LOCK_TRIES):
        if not mark.exists():
            return
        time.sleep(LOCK_PAUSE)
    raise GitProblem(
        f"another git process is at work in this repository ({mark} exists); wait for it, or add "
        "--no-commit; if no git is running, one was killed, and the file can be deleted"
    )


def met_lock(answer: Answer) -> bool:
    """Say whether git failed because another one held the index just then.

    Its words may be in any language; the name of the file is the same in all of them.
    """
    return answer.code == FATAL and NAME in answer.err
