"""Findings in the formats that people, scripts and build servers read; each is made only when asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import Literal, cast

from goaltalk.render.finding_formats.report import Report

FindingForm = Literal["text", "json", "github", "gitlab", "junit", "sarif", "md"]


def write_report(form: FindingForm, report: Report, width: int | None = None) -> str:
    """Return a report as text in a format; `width` is that of the terminal, if it goes to one.

    Every format holds rules, ids, dates, states and paths, and never the text of a note (DESIGN section 4).
    """
    if form == "text":
        from goaltalk.render.findings import as_check_text, as_overdue_text

        if report.command == "check":
            return as_check_text(report.findings)
        return as_overdue_text(report.findings, report.today, report.by, width)
    module = import_module(f"goaltalk.render.finding_formats.as_{form}")
    return cast(Callable[[Report], str], module.write)(report)
