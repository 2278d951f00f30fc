"""What a run of `check` or `overdue` found: the one value that every format is made from."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line
from goaltalk.render.findings import By, when_due


class Report(NamedTuple):
    """The findings of one command on one day.

    `folder` is where the goals repository lies inside its git repository ("" at the top): build servers
    know files by their paths from there. `strict`: warnings fail, too.
    """

    command: Literal["check", "overdue"]
    findings: Sequence[Finding]
    today: date
    folder: str = ""
    by: By = "responsible"
    strict: bool = False

    def fails(self, one: Finding) -> bool:
        """Say whether a finding is one for which the command ends with 1."""
        return self.strict or one.severity == "error"

    def path_of(self, one: Finding) -> str:
        """Return where a finding lies, from the top of the git repository."""
        return f"{self.folder}/{one.path}" if self.folder and one.path else one.path

    def worst_first(self) -> list[Finding]:
        """Return the findings in a fixed order: errors before warnings, then by who acts."""
        return sorted(self.findings, key=_rank)


def tell(one: Finding, *, days: bool = True, acts: bool = True) -> str:
    """Return a finding as one sentence that stands for itself, without its rule and severity."""
    when = when_due(one, days=days)
    about = f"{one.person}: " if one.due and one.person else ""
    who = f"; {one.responsible} acts" if acts and one.responsible else ""
    return one_line(f"{about}{when + '; ' if when else ''}{one.message}{who}")


def with_fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """Yield the findings, worst first, each with a fingerprint of its own.

    The same finding has the same one tomorrow: it does not hang on the day, on who acts while somebody is
    away, on the line, nor on what else was found, except among findings that are otherwise alike.
    """
    from hashlib import sha256

    seen: dict[str, int] = {}
    for one in report.worst_first():
        place = "/".join(map(str, one.key_path))
        what = "\0".join(
            (one.rule, report.path_of(one), place, one.person or "", str(one.due), _lasting(one))
        )
        number = seen[what] = seen.get(what, 0) + 1
        yield one, sha256(f"{what}\0{number}".encode(errors="replace")).hexdigest()


def _lasting(one: Finding) -> str:
    """Return the message without any count of days, for that is another one tomorrow."""
    import re

    return re.sub(r"\b\d+ days?\b", "", one_line(one.message))


def _rank(one: Finding) -> tuple[bool, str, str, date, str, int, int, str, str]:
    return (
        one.severity != "error",
        one.responsible or "",
        one.person or "",
        one.due or date.min,
        one.path,
        one.line,
        one.column,
        one.rule,
        one.message,
    )
