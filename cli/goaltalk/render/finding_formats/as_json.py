"""Findings as `goaltalk/findings/1`, for scripts."""

import json
import re

from goaltalk.render.finding_formats.report import Report
from goaltalk.render.outputs import findings_output

# What json leaves as it stands, and a terminal would obey or no encoding has: a path may hold any of it.
_OBEYED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)


def write(report: Report) -> str:
    """Return the report as JSON, in the order in which the findings came; nothing in it is lost."""
    text = json.dumps(findings_output(report.findings, report.today), indent=2, ensure_ascii=False)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
