"""A meeting that is called off: the clock moves, and no word is lost."""

from conftest import Goals

KARI = "kari-nordmann"
MINE = "people/kari-nordmann/2026-H2/checkins/2026-09-15.employee.yaml"


def test_what_one_side_reported_stays_when_the_other_skips(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=at_risk:20", "--no-commit", who=KARI)
    agreed.write(MINE, agreed.text(MINE).replace("held: 2026-09-15\n", ""))
    agreed.ok("checkin", "kari", "--date", "2026-09-15", "--skip", "Illness")
    assert "1 at risk" in agreed.ok("status", "--format", "text")


def test_a_meeting_that_the_other_side_held_is_not_skipped(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--held", who=KARI)
    result = agreed.run("checkin", "kari", "--date", "2026-09-15", "--skip", today="2026-09-16")
    assert (result.code, "the other side says that it was held on 2026-09-15" in result.err) == (2, True)


def test_who_skips_takes_back_that_it_was_held(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--held", who=KARI)
    agreed.ok("checkin", "kari", "--date", "2026-09-15", "--skip", who=KARI)
    assert "skipped: true" in agreed.text(MINE)
    assert "held" not in agreed.text(MINE)


def test_a_bare_form_calls_no_meeting(agreed: Goals) -> None:
    before = agreed.ok("todo", today="2026-09-10")
    agreed.ok("checkin", "kari", "--date", "2026-09-12", "--no-edit", who=KARI, today="2026-09-10")
    assert agreed.ok("todo", today="2026-09-10") == before
    assert "12 September" not in agreed.ok("agenda", "kari", today="2026-09-10")


def test_a_talk_that_the_other_side_held_is_not_skipped(agreed: Goals) -> None:
    agreed.ok("talk", "kari", "--held", "2026-09-15", who=KARI)
    result = agreed.run("talk", "kari", "--skip", today="2026-09-16")
    assert (result.code, "the other side says that it was held on 2026-09-15" in result.err) == (2, True)
