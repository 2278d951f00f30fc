"""Findings as GitHub's workflow commands, which become annotations of files."""

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line
from goaltalk.render.finding_formats.report import Report, tell
from goaltalk.render.findings import count_by_severity, count_problems

SHOWN = 10
"""How many annotations of a kind GitHub shows for a step; hence the worst come first."""


def write(report: Report) -> str:
    """Return a workflow command for each finding, and a last line for people who read the log."""
    lines = [_command(report, one) for one in report.worst_first()]
    if report.command == "check":
        lines.append(count_problems(report.findings))
    elif report.findings:
        lines.append(f"{count_by_severity(report.findings)} on {report.today}")
    else:
        lines.append(f"nothing is late on {report.today}")
    kinds = [one.severity for one in report.findings]
    if any(kinds.count(kind) > SHOWN for kind in set(kinds)):
        lines.append(f"GitHub marks {SHOWN} of a kind in files; --format md makes a summary that has all")
    return "\n".join(lines) + "\n"


def _command(report: Report, one: Finding) -> str:
    kind = {"error": "error", "warning": "warning"}.get(one.severity, "notice")
    place = {"file": report.path_of(one), "line": str(one.line), "col": str(one.column)} if one.path else {}
    properties = ",".join(f"{key}={_property(text)}" for key, text in {**place, "title": one.rule}.items())
    # The log shows the message alone; without a person in it, the place has to say what it is about.
    told = (
        tell(one)
        if one.due or not one.path
        else f"{report.path_of(one)}:{one.line}:{one.column}: {tell(one)}"
    )
    return f"::{kind} {properties}::{_text(told)}"


def _text(text: str) -> str:
    """Escape what the runner would take for the end of a message."""
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what the runner would take for the end of a property."""
    return _text(text).replace(":", "%3A").replace(",", "%2C")
