"""Findings as text for people."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line

By = Literal["responsible", "person"]
NARROWEST = 40


def as_overdue_text(
    findings: Sequence[Finding], today: date, by: By = "responsible", width: int | None = None
) -> str:
    """Return what is late: a heading for each who acts, or for each person, and a line for each finding.

    `width`: of the terminal, in columns; long lines go on below, indented. Without one no line is broken.
    """
    if not findings:
        return f"nothing is late on {today}\n"
    parts: list[str] = []
    for who, group in grouped(findings, by):
        parts.append(who)
        parts += [_fitted(f"  {_overdue_line(one, by)}", width) for one in group]
        parts.append("")
    parts.append(f"{count_by_severity(findings)} on {today}")
    return "\n".join(parts) + "\n"


def as_check_text(findings: Sequence[Finding]) -> str:
    """Return problems in files, one `path:line:column: severity rule message` each, and a count."""
    lines = [
        one_line(f"{one.path}:{one.line}:{one.column}: {one.severity} {one.rule} {one.message}")
        for one in findings
    ]
    return "\n".join((*lines, count_problems(findings))) + "\n"


def grouped(findings: Sequence[Finding], by: By) -> list[tuple[str, list[Finding]]]:
    """Return the findings below the one who acts, or below whom they are about, in a fixed order."""
    ordered = sorted(findings, key=lambda one: (_heading(one, by), *_in_group(one)))
    return [(who, list(group)) for who, group in groupby(ordered, key=lambda one: _heading(one, by))]


def when_due(one: Finding, *, days: bool = True) -> str:
    """Say when something was due and, unless the text is to stay the same tomorrow, how late it is."""
    parts = [f"due {one.due}"] if one.due else []
    if days and one.days_late is not None:
        parts.append(f"{_count(one.days_late, 'day')} late")
    return ", ".join(parts)


def count_by_severity(findings: Sequence[Finding]) -> str:
    """Return how many errors and how many warnings there are."""
    errors = sum(one.severity == "error" for one in findings)
    return f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"


def count_problems(findings: Sequence[Finding]) -> str:
    """Return how many problems there are."""
    return f"{_count(len(findings), 'problem')} found" if findings else "no problems found"


def _heading(one: Finding, by: By) -> str:
    if by == "person":
        return one_line(one.person or one.path)
    return one_line(one.responsible or "") or "nobody in particular"


def _in_group(one: Finding) -> tuple[str, date, str, str]:
    return (one.person or "", one.due or date.min, one.rule, one.message)


def _overdue_line(one: Finding, by: By) -> str:
    when = when_due(one)
    told = f"{when + '; ' if when else ''}{one.message}"
    if by == "responsible":
        return one_line(f"{one.severity} {one.rule} {one.person or one.path}: {told}")
    acts = f"; {one.responsible} acts" if one.responsible else ""
    return one_line(f"{one.severity} {one.rule}: {told}{acts}")


def _fitted(line: str, width: int | None) -> str:
    if width is None or len(line) <= width:
        return line
    from textwrap import fill

    return fill(
        line,
        max(width, NARROWEST),
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
