"""Findings as a GitLab code quality report, which merge requests show beside the changes."""

import json

from goaltalk.render.escape import one_line
from goaltalk.render.finding_formats.report import Report, tell, with_fingerprints

SEVERITIES = {"error": "major", "warning": "minor"}


def write(report: Report) -> str:
    """Return the report as JSON; nothing found is an empty list, which clears what GitLab showed before."""
    found = [
        {
            "description": tell(one, days=False),
            "check_name": one_line(one.rule),
            "fingerprint": fingerprint,
            "severity": SEVERITIES.get(one.severity, "info"),
            "location": {"path": one_line(report.path_of(one)), "lines": {"begin": one.line}},
        }
        for one, fingerprint in with_fingerprints(report)
    ]
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
