"""The whole way through, as two people go it."""

import json
import re

from conftest import Goals, agree_on_lead_time

KARI = "kari-nordmann"
PERIOD = f"people/{KARI}/2026-H2"


def check_in_twice(goals: Goals) -> None:
    goals.ok(
        "checkin", "kari", "--goal", "halve-the-lead-time=on_track:30", "--value", "halve-the-lead-time=5",
        "--note", "happened=Good progress", "--action", "Write the runbook;kari;2026-10-01",
        who=KARI, today="2026-09-15",
    )  # fmt: skip
    goals.ok("checkin", "kari", "--note", "support=Time from the database team", today="2026-09-15")
    goals.ok(
        "checkin", "kari", "--goal", "halve-the-lead-time=at_risk:45", "--note", "happened=Slower",
        who=KARI, today="2026-10-13",
    )  # fmt: skip


def test_each_step_is_one_command_line_and_leads_to_agenda_overdue_and_diff(goals: Goals) -> None:
    agree_on_lead_time(goals)
    check_in_twice(goals)
    agenda = goals.ok("agenda", "kari", today="2026-10-20")
    assert "Halve the lead time: at risk, 45%, now 5 days (from 6 towards 3)" in agenda
    assert "So far: on track → at risk" in agenda
    action = "Write the runbook (Kari Nordmann, was due 1 October 2026, open since 15 September 2026, carried"
    assert action in " ".join(agenda.split())
    overdue = goals.run("overdue", today="2026-10-20")
    assert overdue.code == 0
    assert "warning action-overdue kari-nordmann: due 2026-10-01, 19 days late" in overdue.out
    diff = goals.ok("diff", "kari", today="2026-10-20")
    assert "New goals" in diff
    assert "Held in 2026-H2: 2" in diff
    assert goals.ok("check", today="2026-10-20") == "no problems found\n"


def test_git_log_has_one_commit_a_step_by_its_author_with_only_its_files(goals: Goals) -> None:
    agree_on_lead_time(goals)
    check_in_twice(goals)
    log = goals.git("log", "--reverse", "--format=%an|%s", "--name-only").strip().split("\n")
    steps = [line for line in log if "|" in line]
    assert steps[4:] == [
        "Per Lie|brief platform 2026-H2",
        "Kari Nordmann|prep kari-nordmann 2026-H2 (employee)",
        "Kari Nordmann|agree kari-nordmann 2026-H2 (employee)",
        "Kari Nordmann|agree kari-nordmann 2026-H2: accepted (employee)",
        "Per Lie|agree kari-nordmann 2026-H2: accepted (leader)",
        "Kari Nordmann|checkin kari-nordmann 2026-09-15 (employee)",
        "Per Lie|checkin kari-nordmann 2026-09-15 (leader)",
        "Kari Nordmann|checkin kari-nordmann 2026-10-13 (employee)",
    ]
    files = goals.git("log", "--format=", "--name-only", "-8", "--reverse").split()
    assert len(files) == 8
    assert files[0] == "units/platform/2026-H2.yaml"
    assert re.fullmatch(rf"{PERIOD}/answers/agreement-[0-9a-f]{{12}}\.employee\.yaml", files[3])
    assert files[7] == f"{PERIOD}/checkins/2026-10-13.employee.yaml"
    assert goals.git("status", "--porcelain") == ""


def test_a_file_that_the_user_staged_stays_staged_and_is_not_committed(agreed: Goals) -> None:
    agreed.write("notes.txt", "mine\n")
    agreed.git("add", "notes.txt")
    agreed.ok("checkin", "kari", "--note", "other=Nothing", who=KARI)
    assert agreed.git("status", "--porcelain") == "A  notes.txt\n"
    assert agreed.git("show", "--format=", "--name-only").strip().endswith("2026-09-15.employee.yaml")


def test_every_second_identical_run_changes_nothing_and_commits_nothing(goals: Goals) -> None:
    for _ in range(2):
        agree_on_lead_time(goals)
        check_in_twice(goals)
        goals.ok("review", "kari", "--set", "learning=Ask earlier", who=KARI, today="2026-12-10")
        goals.ok("person", "add", "Per Lie", "--email", "per@fjord.example")
        goals.ok("unit", "add", "platform", "--name", "Platform", "--leader", "per-lie")
        goals.ok("init", str(goals.root))
        head = goals.git("rev-list", "--count", "HEAD")
    assert head.strip() == "13"
    assert goals.git("status", "--porcelain") == ""


def test_files_written_by_hand_with_comments_give_the_same_agenda(goals: Goals) -> None:
    agree_on_lead_time(goals)
    check_in_twice(goals)
    by_command = goals.ok("agenda", "kari", today="2026-10-20")
    goals.write(
        f"{PERIOD}/checkins/2026-09-15.employee.yaml",
        "schema: checkin/1\nheld: 2026-09-15   # on the walk\n\n"
        "goals: {halve-the-lead-time: {status: on_track, progress: 30, value: 5}}\n"
        "topics:\n    # what I said\n    happened: 'Good progress'\n"
        "actions:\n- what: Write the runbook   # promised to Per\n  id: write-the-runbook\n"
        "  due: '2026-10-01'\n  who: kari-nordmann\n",
    )
    goals.write(
        f"{PERIOD}/checkins/2026-10-13.employee.yaml",
        "# second time\nschema: checkin/1\ngoals:\n  halve-the-lead-time: # slower\n    status: at_risk\n"
        "    progress: 45\ntopics: {happened: Slower}\nheld: 2026-10-13",
    )
    assert goals.ok("agenda", "kari", today="2026-10-20") == by_command


def test_no_later_command_loses_a_comment_written_by_hand(agreed: Goals) -> None:
    path = f"{PERIOD}/checkins/2026-09-15.employee.yaml"
    written = (
        "# mine, above\nschema: checkin/1\ngoals:\n    # about the goal\n    halve-the-lead-time:\n"
        "        status: on_track # so far\n        # between\n        progress: 30\n"
        "topics:\n    happened: 'Good'   # really\n# below\n"
    )
    agreed.write(path, written)
    agreed.ok(
        "checkin", "kari", "--goal", "halve-the-lead-time=at_risk:20", "--note", "support=A hand",
        "--action", "Ask around;;2026-10-01", who=KARI,
    )  # fmt: skip
    text = agreed.text(path)
    for comment in ("# mine, above", "# about the goal", "# so far", "# between", "# really", "# below"):
        assert comment in text
    assert "status: at_risk # so far" in text
    assert "happened: 'Good'   # really" in text


def test_overdue_far_ahead_names_person_rule_date_and_who_acts(agreed: Goals) -> None:
    late = agreed.run("overdue", today="2026-10-30")
    assert late.code == 1
    assert late.out.startswith("per-lie\n  error checkin-overdue kari-nordmann: due 2026-09-20, 40 days late")
    assert agreed.run("overdue", today="2026-09-01").code == 0
    first = agreed.run("overdue", "--format", "json", today="2026-10-30")
    assert first == agreed.run("overdue", "--format", "json", today="2026-10-30")
    found = json.loads(first.out)
    assert found["schema"] == "goaltalk/findings/1"
    assert [(one["rule"], one["person"], one["responsible"], one["due"]) for one in found["findings"]] == [
        ("checkin-overdue", KARI, "per-lie", "2026-09-20")
    ]


def test_three_mistakes_in_a_record_are_three_lines_with_their_places(agreed: Goals) -> None:
    path = f"{PERIOD}/checkins/2026-09-01.leader.yaml"
    agreed.write(path, "schema: checkin/1\nheld: 2026-02-30\ngoals: {x: {progress: 200}}\nfoo: 1\n")
    lines = [
        f"{path}:2:1: held must be a date, YYYY-MM-DD, and one that exists; 2026-02-30 is not",
        f"{path}:3:13: goals.x.progress must be at most 100",
        f"{path}:4:1: foo is not a key that goaltalk knows here",
    ]
    agenda = agreed.run("agenda", "kari")
    assert agenda.code == 3
    assert agenda.err.splitlines() == [f"error: {line}" for line in lines]
    check = agreed.run("check")
    assert check.code == 1
    assert [line.split(" ")[0] for line in check.out.splitlines()[:3]] == [
        line.split(" ")[0] for line in lines
    ]


def test_a_bare_form_is_no_check_in(agreed: Goals) -> None:
    for arguments in (
        ("checkin", "kari"),
        ("checkin", "kari", "--no-edit"),
        ("checkin", "kari", "--set", "at=2026-09-15T10:00"),
    ):
        agreed.ok(*arguments, who=KARI)
        assert "held" not in agreed.text(f"{PERIOD}/checkins/2026-09-15.employee.yaml").split("\n# ")[-1]
    assert "never" in agreed.ok("status")
    agreed.ok("checkin", "kari", "--held", who=KARI)
    assert agreed.ok("checkin", "kari", "--held", who=KARI).startswith("nothing to change")
    assert "2026-09-15" in agreed.ok("status")


def test_an_action_may_be_raised_and_done_on_one_day(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--action", "Call Bob", who=KARI)
    agreed.ok("checkin", "kari", "--done", "call-bob", who=KARI)
    (kari, _) = json.loads(agreed.ok("status", "--format", "json"))["people"]
    assert [(one["id"], one["state"]) for one in kari["actions"]] == [("call-bob", "done")]


def test_a_record_given_whole_keeps_each_items_comments_with_the_item(agreed: Goals) -> None:
    path = f"{PERIOD}/prep.employee.yaml"
    agreed.write(
        path,
        "schema: preparation/1\nwishes:\n  # about learning\n  - id: learn\n    text: Learn\n"
        "  - id: rest # a short one\n    text: Rest\n",
    )
    new = agreed.write("new.yaml", "wishes:\n  - {id: rest, text: Rest well}\n  - {id: walk, text: Walk}\n")
    agreed.ok("prep", "kari", "--from", str(new), who=KARI)
    assert agreed.text(path) == (
        "schema: preparation/1\nwishes:\n  # about learning\n"
        "  - id: rest # a short one\n    text: Rest well\n  - id: walk\n    text: Walk\n"
    )
