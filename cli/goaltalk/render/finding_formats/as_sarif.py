"""Findings as SARIF 2.1.0 (OASIS), for code scanning and for editors."""

import json
from typing import Any
from urllib.parse import quote

from goaltalk import __version__
from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line
from goaltalk.render.finding_formats.report import Report, tell, with_fingerprints
from goaltalk.render.finding_formats.rules import describe_rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning"}
FINGERPRINT = "goaltalkFinding/v1"


def write(report: Report) -> str:
    """Return the report as a SARIF log with one run; paths are relative to the top of the git repository."""
    rules = sorted({one.rule for one in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "goaltalk",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(report, rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"goaltalk/{report.command}/"},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(report, one, rules.index(one.rule), fingerprint)
            for one, fingerprint in with_fingerprints(report)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(report: Report, rule: str) -> dict[str, Any]:
    text = {"text": describe_rule(rule)}
    severity = next(one.severity for one in report.findings if one.rule == rule)
    return {
        "id": one_line(rule),
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        "defaultConfiguration": {"level": LEVELS.get(severity, "note")},
    }


def _result(report: Report, one: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    facts = {
        "person": one.person,
        "responsible": one.responsible,
        "due": one.due.isoformat() if one.due else None,
    }
    place = {
        "artifactLocation": {"uri": quote(one_line(report.path_of(one))), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": one.line, "startColumn": one.column},
    }
    return {
        "ruleId": one_line(one.rule),
        "ruleIndex": rule_index,
        "level": LEVELS.get(one.severity, "note"),
        "message": {"text": tell(one, days=False)},
        "locations": [{"physicalLocation": place}] if one.path else [],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {key: one_line(text) for key, text in facts.items() if text},
    }
