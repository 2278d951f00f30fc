"""Findings as Markdown, for the summary of a job and for messages."""

from collections.abc import Iterable, Iterator, Sequence

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import escape_markdown
from goaltalk.render.finding_formats.report import Report
from goaltalk.render.findings import count_by_severity, count_problems, grouped


def write(report: Report) -> str:
    """Return a table for each who acts (or for each person), or one of all problems in files."""
    lines = _check(report) if report.command == "check" else _overdue(report)
    return "\n".join(lines) + "\n"


def _check(report: Report) -> Iterator[str]:
    yield f"## goaltalk check: {count_problems(report.findings)}"
    if report.findings:
        yield ""
        yield from _table(("Where", "Severity", "Rule", "What"), map(_problem, report.worst_first()))


def _overdue(report: Report) -> Iterator[str]:
    if not report.findings:
        yield f"## Nothing is late on {report.today}"
        return
    yield f"## Late on {report.today}: {count_by_severity(report.findings)}"
    whom = "Who acts" if report.by == "person" else "About"
    for who, group in grouped(report.findings, report.by):
        yield f"\n### {escape_markdown(who)}\n"
        rows = (_late(one, one.responsible if report.by == "person" else one.person) for one in group)
        yield from _table((whom, "Severity", "Rule", "Due", "Days late", "What"), rows)


def _problem(one: Finding) -> Sequence[str]:
    return (f"{one.path}:{one.line}:{one.column}", one.severity, one.rule, one.message)


def _late(one: Finding, whom: str | None) -> Sequence[str]:
    days = "" if one.days_late is None else str(one.days_late)
    return (whom or one.path, one.severity, one.rule, str(one.due or ""), days, one.message)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads), escaped=True)
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cell if escaped else escape_markdown(cell) for cell in cells)} |"
