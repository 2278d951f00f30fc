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


def test_what_the_other_side_skipped_was_not_held(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--skip", "Illness")
    result = agreed.run("checkin", "kari", "--date", "2026-09-15", "--held", who=KARI)
    assert (result.code, "the other side says that it was skipped" in result.err) == (2, True)
    agreed.ok("checkin", "kari", "--date", "2026-09-15", "--note", "status=All the same", who=KARI)
    assert "held" not in agreed.text(MINE)
    agreed.write(MINE, agreed.text(MINE) + "held: 2026-09-15\n")
    told = agreed.run("check").out
    assert "warning date-order held on 2026-09-15, but the other side says it was skipped" in told


def test_a_skip_far_ahead_does_not_mend_what_is_late_now(agreed: Goals) -> None:
    before = agreed.run("overdue", today="2026-11-10")
    assert (before.code, "checkin-overdue" in before.out) == (1, True)
    agreed.ok("checkin", "kari", "--date", "2027-06-01", "--skip", today="2026-11-10")
    assert agreed.run("overdue", today="2026-11-10").out == before.out
    agreed.ok("checkin", "kari", "--date", "2026-11-10", "--skip", today="2026-11-10")
    assert "monthly, one skipped, so due 2026-10-20" in agreed.run("overdue", today="2026-11-10").out


def test_the_two_halves_written_on_different_days_are_one_meeting(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--note", "support=I help", today="2026-09-15")
    told = agreed.ok("checkin", "kari", "--note", "status=Fine", who=KARI, today="2026-09-17")
    assert MINE in told
    assert "held: 2026-09-15" in agreed.text(MINE)
