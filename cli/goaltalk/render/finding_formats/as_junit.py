"""Findings as JUnit XML, which every build server shows as test results."""

import re
from xml.etree import ElementTree as Xml

from goaltalk.domain.finding import Finding
from goaltalk.render.escape import one_line
from goaltalk.render.finding_formats.report import Report, tell
from goaltalk.render.findings import when_due

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Unicode has them, and XML 1.0 does not (section 2.2); the other ones are gone by then.
_NO_XML = re.compile("[\ufffe\uffff]")


def write(report: Report) -> str:
    """Return one test suite with a test case for each finding, or with one that passes if there is none.

    What makes the command end with 1 is a failure. A warning is a skipped test: seen, and not failing,
    just as the command's exit code has it.
    """
    found = report.worst_first()
    failures = sum(report.fails(one) for one in found)
    name = f"goaltalk {report.command}"
    counts = {"tests": str(len(found) or 1), "failures": str(failures), "errors": "0"}
    top = Xml.Element("testsuites", {"name": name, **counts})
    suite = Xml.SubElement(top, "testsuite", {"name": name, **counts, "skipped": str(len(found) - failures)})
    for one in found:
        _add_case(suite, report, one)
    if not found:
        passed = "no problems found" if report.command == "check" else "nothing is late"
        Xml.SubElement(suite, "testcase", {"name": passed, "classname": name})
    Xml.indent(top)
    return HEAD + Xml.tostring(top, encoding="unicode") + "\n"


def _add_case(suite: Xml.Element, report: Report, one: Finding) -> None:
    # Servers know a case by its names: what may be another tomorrow, the days and who acts, stands inside.
    path = report.path_of(one)
    place = f"{path}:{one.line}:{one.column}"
    shown = tell(one, days=False, acts=False) if one.due else f"{place}: {one.message}"
    names = {"name": _valid(shown), "classname": _valid(f"goaltalk {report.command}.{one.rule}")}
    case = Xml.SubElement(suite, "testcase", names)
    kind = "failure" if report.fails(one) else "skipped"
    told = Xml.SubElement(
        case, kind, {"type": one.severity, "message": _valid(f"{one.severity}: {tell(one)}")}
    )
    told.text = _valid(f"{place} {when_due(one)}".strip())


def _valid(text: str) -> str:
    return _NO_XML.sub("\ufffd", one_line(text))
