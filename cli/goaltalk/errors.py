"""The one family of errors that the program explains to its user and ends with."""

from pathlib import Path
from typing import ClassVar


class GoaltalkError(Exception):
    """Something the user can mend; each sentence says what is wrong and what to do next."""

    exit_code: ClassVar[int] = 3

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.lines: tuple[str, ...] = sentences

    def __str__(self) -> str:
        return "\n".join(self.lines)


class UsageProblem(GoaltalkError):
    """The command line asks for something unknown, ambiguous or contradictory."""

    exit_code = 2


class BadData(GoaltalkError):
    """Files that cannot be used: one ready line `path:line:col: what; what to do` for each problem."""


class GitProblem(GoaltalkError):
    """Git, or the state of the repository, does not allow what was asked."""


class SaveProblem(GoaltalkError):
    """A file could not be written, or not without losing somebody's work."""


class Overtaken(SaveProblem):
    """Somebody else has changed the file since it was read.

    `again_in`: the root of the repository, where the same command can simply be run once more.
    """

    again_in: Path | None = None


class NotAllowed(GoaltalkError):
    """The one at the keyboard is not the one who may do this."""
