"""Findings as text for people."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line


def as_overdue_text(findings: Sequence[Finding], today: date) -> str:
    """Return what is late: a heading for each who acts, and a line for each finding."""
    if not findings:
        return f"nothing is late on {today}\n"
    ordered = sorted(findings, key=_by_who)
    parts: list[str] = []
    for who, group in groupby(ordered, key=lambda one: one.responsible or ""):
        parts.append(one_line(who) or "nobody in particular")
        parts += [f"  {_overdue_line(one)}" for one in group]
        parts.append("")
    errors = sum(one.severity == "error" for one in findings)
    warnings = len(findings) - errors
    parts.append(f"{_count(errors, 'error')}, {_count(warnings, 'warning')} on {today}")
    return "\n".join(parts) + "\n"


def as_check_text(findings: Sequence[Finding]) -> str:
    """Return problems in files, one `path:line:column: severity rule message` each, and a count."""
    lines = [
        one_line(f"{one.path}:{one.line}:{one.column}: {one.severity} {one.rule} {one.message}")
        for one in findings
    ]
    count = f"{_count(len(findings), 'problem')} found" if findings else "no problems found"
    return "\n".join((*lines, count)) + "\n"


def _by_who(one: Finding) -> tuple[str, str, date, str]:
    return (one.responsible or "", one.person or "", one.due or date.min, one.rule)


def _overdue_line(one: Finding) -> str:
    parts = [f"due {one.due}"] if one.due else []
    parts += [f"{_count(one.days_late, 'day')} late"] if one.days_late is not None else []
    when = f"{', '.join(parts)}; " if parts else ""
    return one_line(f"{one.severity} {one.rule} {one.person or one.path}: {when}{one.message}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
