"""Findings in the formats of build servers: valid by their schemas, steady from day to day, and harmless."""

import json
from datetime import date, timedelta
from typing import Any, get_args

import jsonschema_rs
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import PROJECT
from goaltalk.domain.deadlines import SEVERITIES
from goaltalk.domain.finding import Finding
from goaltalk.render.finding_formats import FindingForm, write_report
from goaltalk.render.finding_formats.report import Report
from goaltalk.render.finding_formats.rules import RULES, describe_rule

TODAY = date(2026, 9, 15)
SCHEMAS = PROJECT / "tests" / "schemas"
SARIF_SCHEMA = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
# The published pattern has a bracket too many and is no regular expression; we write no `language`.
for part in ("run", "toolComponent"):
    del SARIF_SCHEMA["definitions"][part]["properties"]["language"]["pattern"]
SARIF = jsonschema_rs.validator_for(SARIF_SCHEMA)
GITLAB = jsonschema_rs.validator_for(json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8")))
JUNIT = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))

LATE = Finding(
    "checkin-overdue",
    "error",
    "the last check-in was held 2026-07-25",
    person="kari",
    responsible="per",
    due=date(2026, 8, 25),
    days_late=21,
    path="people/kari/person.yaml",
)
LATER = replace(LATE, rule="action-overdue", severity="warning", message="action runbook was due 2026-08-25")
BROKEN = Finding("schema", "error", "held must be a date", path="people/kari/person.yaml", line=3, column=5)
EVIL = "x\x1b[2J\r\n::error::y\u202e%0A]]>&<\x00\x0b\ufffe\uffff\ud800|`$,:"


def overdue(*found: Finding, **more: Any) -> Report:
    return Report("overdue", found, TODAY, **more)


def check(*found: Finding, **more: Any) -> Report:
    return Report("check", found, TODAY, **more)


def commands(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("::")]


def fingerprints(report: Report) -> list[str]:
    gitlab = [one["fingerprint"] for one in json.loads(write_report("gitlab", report))]
    (run,) = json.loads(write_report("sarif", report))["runs"]
    assert gitlab == [one["partialFingerprints"]["goaltalkFinding/v1"] for one in run["results"]]
    return gitlab


def assert_valid(report: Report) -> None:
    """Validate everything that has a schema."""
    log = json.loads(write_report("sarif", report))
    SARIF.validate(log)
    (run,) = log["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    GITLAB.validate(json.loads(write_report("gitlab", report)))
    JUNIT.validate(write_report("junit", report).split("\n", 1)[1])


@pytest.mark.parametrize(
    "report",
    [overdue(), check(), overdue(LATE, LATER), overdue(LATE, LATER, strict=True), check(BROKEN, BROKEN)],
    ids=["nothing late", "no problem", "late", "late and strict", "broken twice"],
)
def test_what_others_read_fits_their_schemas(report: Report) -> None:
    assert_valid(report)


@given(
    st.lists(
        st.builds(
            Finding,
            rule=st.sampled_from(["schema", "a-new-rule"]),
            severity=st.sampled_from(["error", "warning"]),
            message=st.text(min_size=1) | st.just(EVIL),
            person=st.none() | st.text(min_size=1) | st.just(EVIL),
            responsible=st.none() | st.text(min_size=1),
            due=st.none() | st.dates(),
            days_late=st.none() | st.integers(0, 4000),
            path=st.just("") | st.text(min_size=1).map(lambda text: f"people/{text}"),
            line=st.integers(1, 9),
        )
    )
)
def test_every_text_is_valid_and_harmless_in_every_format(found: list[Finding]) -> None:
    for report in (overdue(*found), check(*found)):
        SARIF.validate(json.loads(write_report("sarif", report)))
        JUNIT.validate(write_report("junit", report).split("\n", 1)[1])
        for form in get_args(FindingForm):
            text = write_report(form, report)
            text.encode()
            assert not set(text) & set("\x00\x0b\x1b\r\u202e\x85\u2028\ud800"), form
        assert len(commands(write_report("github", report))) == len(found)


def test_a_schema_here_refuses_what_is_wrong() -> None:
    broken = json.loads(write_report("sarif", overdue(LATE)))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(broken)
    wrong = json.loads(write_report("gitlab", overdue(LATE)))
    wrong[0]["severity"] = "error"
    assert not GITLAB.is_valid(wrong)
    assert not JUNIT.is_valid("<testsuites><testsuite/></testsuites>")


def test_github_marks_the_place_and_says_what_is_wrong() -> None:
    assert write_report("github", overdue(LATER, LATE)).split("\n") == [
        (
            "::error file=people/kari/person.yaml,line=1,col=1,title=checkin-overdue::kari: due 2026-08-25, "
            "21 days late; the last check-in was held 2026-07-25; per acts"
        ),
        (
            "::warning file=people/kari/person.yaml,line=1,col=1,title=action-overdue::kari: due 2026-08-25, "
            "21 days late; action runbook was due 2026-08-25; per acts"
        ),
        "1 error, 1 warning on 2026-09-15",
        "",
    ]
    assert write_report("github", check(BROKEN, folder="goals")).split("\n") == [
        (
            "::error file=goals/people/kari/person.yaml,line=3,col=5,title=schema::"
            "goals/people/kari/person.yaml:3:5: held must be a date"
        ),
        "1 problem found",
        "",
    ]
    assert write_report("github", overdue()) == "nothing is late on 2026-09-15\n"
    assert write_report("github", check()) == "no problems found\n"


def test_github_takes_no_text_for_a_command_or_a_property() -> None:
    evil = replace(BROKEN, path="people/a,title=b::c%0A.yaml", message=EVIL, rule="r:,%")
    (line,) = commands(write_report("github", check(evil)))
    head, _, said = line[2:].partition("::")
    properties = dict(one.split("=", 1) for one in head.removeprefix("error ").split(","))
    assert properties["file"] == "people/a%2Ctitle=b%3A%3Ac%250A.yaml"
    assert properties["title"] == "r%3A%2C%25"
    assert "y%250A" in said


def test_the_worst_come_first_and_github_says_when_it_will_not_show_all() -> None:
    many = [replace(LATER, person=f"p{number}") for number in range(11)]
    text = write_report("github", overdue(*many, LATE))
    assert commands(text)[0].startswith("::error ")
    assert "GitHub marks 10 of a kind in files" in text
    assert "GitHub marks" not in write_report("github", overdue(*many[:10], LATE))


def test_a_finding_has_the_same_fingerprint_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    today = overdue(replace(LATE, message="held 2026-07-25, 21 days ago"), LATER)
    later = Report(
        "overdue",
        (
            LATER,
            replace(LATE, message="held 2026-07-25, 22 days ago", days_late=22, line=7, responsible="eva"),
        ),
        tomorrow,
    )
    assert sorted(fingerprints(today)) == sorted(fingerprints(later))
    assert set(fingerprints(overdue(LATER))) < set(fingerprints(today))


def test_different_findings_have_different_fingerprints() -> None:
    others = [
        LATE,
        LATE,
        replace(LATE, person="amina"),
        replace(LATE, due=date(2026, 8, 24)),
        replace(LATE, rule="goal-overdue"),
        replace(LATE, key_path=("goals", 1)),
        replace(LATE, path="people/kari/2026-H2/agreement.yaml"),
        replace(LATER, message="action plan was due 2026-08-25"),
        LATER,
    ]
    assert len(set(fingerprints(overdue(*others)))) == len(others)


def test_paths_begin_at_the_top_of_the_git_repository_and_are_proper_uris() -> None:
    report = check(replace(BROKEN, path="people/Kåre Å/person.yaml"), folder="goals")
    (one,) = json.loads(write_report("sarif", report))["runs"][0]["results"]
    place = one["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "goals/people/K%C3%A5re%20%C3%85/person.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    (found,) = json.loads(write_report("gitlab", report))
    assert found["location"] == {"path": "goals/people/Kåre Å/person.yaml", "lines": {"begin": 3}}


def test_severities_are_those_of_the_format() -> None:
    assert [one["severity"] for one in json.loads(write_report("gitlab", overdue(LATER, LATE)))] == [
        "major",
        "minor",
    ]
    (run,) = json.loads(write_report("sarif", overdue(LATER, LATE)))["runs"]
    assert [one["level"] for one in run["results"]] == ["error", "warning"]
    assert [one["defaultConfiguration"]["level"] for one in run["tool"]["driver"]["rules"]] == [
        "warning",
        "error",
    ]


@pytest.mark.parametrize(("strict", "failures", "skipped"), [(False, "1", "1"), (True, "2", "0")])
def test_junit_fails_for_what_the_command_fails_for(strict: bool, failures: str, skipped: str) -> None:
    text = write_report("junit", overdue(LATER, LATE, strict=strict))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    assert f'tests="2" failures="{failures}" errors="0" skipped="{skipped}"' in text
    assert text.count("<failure ") == int(failures)
    assert text.count("<skipped ") == int(skipped)


def test_junit_passes_one_test_when_nothing_was_found() -> None:
    for report in (overdue(), check()):
        text = write_report("junit", report)
        assert 'tests="1" failures="0"' in text
        assert text.count("<testcase ") == 1


def test_markdown_has_a_table_for_each_who_acts() -> None:
    amina = replace(LATE, responsible="amina", person="kari", message="a | b")
    assert write_report("md", overdue(LATE, amina)).split("\n") == [
        "## Late on 2026-09-15: 2 errors, 0 warnings",
        "",
        "### amina",
        "",
        "| About | Severity | Rule | Due | Days late | What |",
        "| --- | --- | --- | --- | --- | --- |",
        "| kari | error | checkin-overdue | 2026-08-25 | 21 | a \\| b |",
        "",
        "### per",
        "",
        "| About | Severity | Rule | Due | Days late | What |",
        "| --- | --- | --- | --- | --- | --- |",
        "| kari | error | checkin-overdue | 2026-08-25 | 21 | the last check-in was held 2026-07-25 |",
        "",
    ]
    by_person = write_report("md", overdue(LATE, amina, by="person"))
    assert "### kari\n\n| Who acts |" in by_person
    assert "| amina | error |" in by_person
    assert write_report("md", overdue()) == "## Nothing is late on 2026-09-15\n"


def test_markdown_of_check_is_one_table() -> None:
    text = write_report("md", check(BROKEN))
    assert text.startswith("## goaltalk check: 1 problem found\n\n| Where | Severity |")
    assert "| people/kari/person.yaml:3:5 | error | schema | held must be a date |\n" in text
    assert write_report("md", check()) == "## goaltalk check: no problems found\n"


def test_json_loses_nothing_of_a_hostile_path() -> None:
    text = write_report("json", check(replace(BROKEN, path=EVIL)))
    text.encode()
    assert json.loads(text)["findings"][0]["path"] == EVIL


def test_every_rule_has_a_sentence() -> None:
    assert set(SEVERITIES) <= set(RULES)
    assert describe_rule("a-new-rule") == "A new rule."


@pytest.mark.parametrize("form", get_args(FindingForm))
def test_the_order_found_makes_no_difference_to_people_and_servers(form: FindingForm) -> None:
    if form == "json":  # scripts sort for themselves, and its order has been that of the people
        return
    found = [LATE, LATER, replace(LATE, person="amina", responsible="eva")]
    assert write_report(form, overdue(*found)) == write_report(form, overdue(*found[::-1]))
