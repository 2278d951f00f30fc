"""One thing that is wrong with a set-up, and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

NAMED = 3


@dataclass(frozen=True)
class Trouble:
    """What is wrong, in one line, and how to mend it, in one or more; `paths` are those it is about.

    A hint is about what can only be guessed at, and is no finding. Neither line quotes what a record holds.
    """

    rule: str
    severity: Literal["error", "warning", "hint"]
    what: str
    advice: tuple[str, ...]
    paths: tuple[str, ...] = ()


def name_some(paths: Sequence[str]) -> str:
    """Name the files, of many only the first."""
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more


def in_order(troubles: Iterable[Trouble]) -> list[Trouble]:
    """Put errors first, hints last, and leave the rest as it was found."""
    return sorted(troubles, key=lambda one: ("error", "warning", "hint").index(one.severity))
