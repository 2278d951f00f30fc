"""Findings as `goaltalk/findings/1`, for scripts."""

from goaltalk.render.escape import as_json
from goaltalk.render.finding_formats.report import Report
from goaltalk.render.outputs import findings_output


def write(report: Report) -> str:
    """Return the report as JSON, in the order in which the findings came; nothing in it is lost."""
    return as_json(findings_output(report.findings, report.today))
