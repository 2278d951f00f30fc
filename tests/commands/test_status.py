"""What nobody supports, and everybody's wishes side by side."""

import json
from collections.abc import Callable

from conftest import Goals

Copy = Callable[[str], Goals]


def test_a_unit_sees_what_nobody_supports_yet(agreed: Goals) -> None:
    agreed.ok("brief", "platform", "--set", "focus+=Calm nights")
    out = agreed.ok("status", "--unit", "platform")
    assert out.endswith(
        "nobody supports yet, of the brief for 2026-H2:\n"
        "  calm-nights   Calm nights\n"
        "  on-call       On-call wears people out\n"
    )
    assert "nobody supports" not in agreed.ok("status")


def test_filters_leave_nobody_out_of_what_a_unit_supports(agreed: Goals) -> None:
    out = agreed.ok("status", "per-lie", "--unit", "platform")
    assert "kari-nordmann" not in out
    assert "deploy-without-fear" not in out.split("nobody supports")[1]


def test_a_unit_without_a_brief_is_told_how_to_make_one(goals: Goals) -> None:
    assert "platform has no brief for 2026-H2 yet; goaltalk brief platform" in goals.ok(
        "status", "--unit", "platform"
    )


def test_a_brief_that_is_all_supported_says_so(agreed: Goals) -> None:
    agreed.ok("prep", "kari", "--set", "can+={text: Nights, supports: [on-call]}", who="kari-nordmann")
    out = agreed.ok("status", "--unit", "platform")
    assert out.endswith("\nall of the brief for 2026-H2 is supported by somebody\n")


def test_wishes_stand_side_by_side_with_their_answers(example: Copy) -> None:
    out = example("en").ok("--as", "per-lie", "status", "--led-by", "me", "--wishes")
    rows = [line.split()[:3] for line in out.splitlines()[3:]]
    assert rows[:3] == [
        ["amina-hussein", "mentor", "yes"],
        ["amina-hussein", "teach-a-course", "yes"],
        ["asbjoern-saether", "room-with-a-door", "unanswered"],
    ]


def test_wishes_are_in_the_json_only_when_asked_for(agreed: Goals) -> None:
    plain, asked = (
        json.loads(agreed.ok("status", "kari", "--format", "json", *more))["people"][0]
        for more in ((), ("--wishes",))
    )
    assert "wishes" not in plain
    text = "One day a month to learn"
    assert asked["wishes"] == [{"id": "one-day-a-month-to-learn", "text": text, "answer": "unanswered"}]


def test_no_wishes_is_said(goals: Goals) -> None:
    assert "nobody has written a wish for this period" in goals.ok("status", "--wishes")


def test_me_is_whoever_sits_there(goals: Goals) -> None:
    assert "kari-nordmann" in goals.ok("status", "--led-by", "me")
    assert "kari-nordmann" not in goals.ok("status", "--led-by", "me", who="kari-nordmann")
    assert goals.run("overdue", "--person", "me", who="kari-nordmann").code in (0, 1)
    result = goals.run("status", "--led-by", "me", who="nobody")
    assert (result.code, "nobody knows who 'me' is" in result.err) == (3, True)


def test_a_filter_by_one_who_leads_nobody_is_said(goals: Goals) -> None:
    for arguments in (("--led-by", "me"), ("--led-by", "kari", "--format", "json")):
        result = goals.run("status", *arguments, who="kari-nordmann")
        assert (result.code, result.err) == (
            0,
            "kari-nordmann leads nobody on 2026-09-15; goaltalk person list shows who leads whom\n",
        )
    assert goals.run("status", "--led-by", "per").err == ""
    assert goals.run("status").err == ""


def test_the_form_of_an_agreement_asks_for_an_answer_to_every_wish(goals: Goals) -> None:
    day, kari = "2026-08-18", "kari-nordmann"
    goals.ok("prep", "kari", "--set", "wishes+=One day a month", who=kari, today=day)
    goals.ok("agree", "kari", "--no-edit", today=day)
    path = "people/kari-nordmann/2026-H2/agreement.yaml"
    assert "#   one-day-a-month: One day a month\nwishes:\n" in goals.text(path)
    assert "proposed" not in goals.text(path), "an untouched form proposes nothing"
    assert goals.ok("check") == "no problems found\n"
    goals.ok("agree", "kari", "--set", "wishes+={id: one-day-a-month, answer: later}", today=day)
    assert "proposed: 2026-08-18" in goals.text(path)
    assert "later" in goals.ok("status", "--wishes")


def test_one_person_is_shown_in_full_and_filters_make_a_table(agreed: Goals) -> None:
    shown = agreed.ok("status", "kari")
    assert shown.startswith("Kari Nordmann: where things stand on 15 September 2026\n")
    for filtered in (("--unit", "platform"), ("--led-by", "per"), ("--wishes",)):
        assert agreed.ok("status", "kari", *filtered).startswith("period 2026-H2, as of 2026-09-15\n")


def test_markdown_escapes_what_the_rows_hold(agreed: Goals) -> None:
    agreed.ok("prep", "kari", "--set", "wishes+=A | B <b>", who="kari-nordmann")
    agreed.ok("brief", "platform", "--set", "focus+=Calm | nights")
    lines = agreed.ok("status", "--wishes", "--format", "md").splitlines()
    assert lines[2:4] == ["| person | wish | answer | text |", "| --- | --- | --- | --- |"]
    assert lines[-1].endswith(r"| A \| B \<b\> |")
    unit = agreed.ok("status", "--unit", "platform", "--format", "md")
    assert unit.endswith("| calm-nights | Calm \\| nights |\n| on-call | On-call wears people out |\n")


def test_a_person_with_a_broken_file_is_shown_and_the_file_is_told(agreed: Goals) -> None:
    path = "people/kari-nordmann/2026-H2/checkins/2026-09-01.employee.yaml"
    agreed.write(path, "schema: checkin/1\nsecret: 1\n")
    done = agreed.run("status", "kari")
    assert (done.code, done.out[:13]) == (3, "Kari Nordmann")
    assert done.err.startswith(f"error: {path}:2:1: ")


def test_a_team_may_have_its_own_words_for_one_person(agreed: Goals) -> None:
    agreed.write("templates/status-person.md.j2", "# Ours: {{ person.name }}\n\n{{ lines|length }}\n")
    assert agreed.ok("status", "kari") == "Ours: Kari Nordmann\n===================\n\n1\n"
