"""Each side's half of the talk's record."""

import pytest

from conftest import Goals

MINE = "people/kari-nordmann/2026-H2/talk.employee.yaml"
THEIRS = "people/kari-nordmann/2026-H2/talk.leader.yaml"


def test_what_is_said_afterwards_confirms_the_talk(goals: Goals) -> None:
    goals.ok("invite", "kari", "--at", "2026-09-24T10:00", "-o", "-")
    goals.ok("talk", "kari", "--experience", "I was heard:5", who="kari-nordmann", today="2026-09-25")
    assert goals.text(MINE).endswith("experience:\n  note: I was heard\n  score: 5\nheld: 2026-09-24\n")
    assert "held" not in goals.text(THEIRS)


def test_what_is_said_ahead_does_not(goals: Goals) -> None:
    goals.ok("invite", "kari", "--at", "2026-09-24T10:00", "-o", "-")
    goals.ok("talk", "kari", "--set", "notes=Ask about nights", today="2026-09-20")
    assert "held" not in goals.text(THEIRS)
    goals.ok("talk", "kari", "--held", today="2026-09-25")
    assert "held: 2026-09-24" in goals.text(THEIRS)


def test_an_untouched_form_confirms_nothing(goals: Goals) -> None:
    goals.ok("talk", "kari", "--no-edit")
    assert "held" not in goals.text(THEIRS)


def test_a_second_identical_run_changes_nothing(goals: Goals) -> None:
    words = ("talk", "kari", "--held", "--set", "summary=Lead time first")
    goals.ok(*words)
    assert "nothing to change" in goals.ok(*words)
    assert "nothing to change" in goals.ok("talk", "kari", "--held", "2026-09-15", today="2026-09-20")


def test_a_talk_that_was_not_held_says_why_and_can_be_held_after_all(goals: Goals) -> None:
    goals.ok("talk", "kari", "--skip", "Illness")
    assert "skipped: Illness" in goals.text(THEIRS)
    goals.ok("talk", "kari", "--experience", "A pity")
    assert "held" not in goals.text(THEIRS)
    goals.ok("talk", "kari", "--held", "2026-09-14")
    assert "skipped" not in goals.text(THEIRS)
    assert "held: 2026-09-14" in goals.text(THEIRS)


def test_a_talk_opens_a_period(goals: Goals) -> None:
    goals.ok("talk", "kari", "--held", "2026-05-31", "--no-commit")
    assert (goals.root / "people/kari-nordmann/2026-H1/talk.leader.yaml").exists()
    goals.ok("talk", "kari", "--held", "2026-06-30")
    assert "held: 2026-06-30" in goals.text(THEIRS)


def test_what_prep_invite_talk_and_agenda_mean_is_one_talk(goals: Goals) -> None:
    for today in ("2026-06-10", "2026-06-25"):
        goals.ok("invite", "kari", "--at", "2026-06-26T10:00", "-o", "-", today=today)
        prepared = goals.ok("prep", "kari", "--set", "contribute=More", who="kari-nordmann", today=today)
        assert prepared.startswith(("saved people/kari-nordmann/2026-H2/", "nothing to change"))
        assert "26 June 2026" in goals.ok("agenda", "kari", "--kind", "talk", today=today)
    goals.ok("talk", "kari", "--experience", "Good", today="2026-06-29")
    assert "held: 2026-06-26" in goals.text(THEIRS)
    assert not (goals.root / "people/kari-nordmann/2026-H1").exists()


def test_a_late_talk_is_named_once_and_meant_from_then_on(goals: Goals) -> None:
    at = ("--at", "2026-06-26T10:00", "-o", "-")
    goals.ok("invite", "kari", *at, "--period", "2026-H1", today="2026-06-10")
    goals.ok("invite", "kari", "--at", "2026-06-28T10:00", "-o", "-", today="2026-06-11")
    goals.ok("prep", "kari", "--set", "contribute=More", who="kari-nordmann", today="2026-06-12")
    goals.ok("talk", "kari", "--held", today="2026-06-29")
    assert not (goals.root / "people/kari-nordmann/2026-H2").exists()


def test_words_written_ahead_do_not_become_held_by_a_run_that_adds_nothing(goals: Goals) -> None:
    goals.ok("invite", "kari", "--at", "2026-09-24T10:00", "-o", "-")
    goals.ok("talk", "kari", "--set", "notes=Ask about nights", today="2026-09-20")
    assert "nothing to change" in goals.ok("talk", "kari", "--no-edit", today="2026-09-25")
    goals.ok("talk", "kari", "--set", "notes=Nights are fine", today="2026-09-25")
    assert "held: 2026-09-24" in goals.text(THEIRS)


def test_a_talk_months_ahead_is_not_the_one_that_was_held(goals: Goals) -> None:
    goals.ok("invite", "kari", "--at", "2027-01-15T10:00", "-o", "-", today="2026-11-20")
    goals.ok("talk", "kari", "--held", "2026-11-20", today="2026-11-23")
    assert "held: 2026-11-20" in goals.text(THEIRS)
    assert "held" not in goals.text("people/kari-nordmann/2027-H1/talk.leader.yaml")
    assert "15 January 2027" in goals.ok("agenda", "kari", today="2026-11-23")


def test_how_it_was_is_not_said_before(goals: Goals) -> None:
    goals.ok("invite", "kari", "--at", "2026-09-24T10:00", "-o", "-")
    result = goals.run("talk", "kari", "--experience", "Great:5")
    assert (result.code, "the talk is on 2026-09-24; say how it was when" in result.err) == (2, True)


def test_a_figure_alone_leaves_the_words_and_new_words_take_the_figure_along(goals: Goals) -> None:
    goals.ok("talk", "kari", "--experience", "Great:5")
    goals.ok("talk", "kari", "--experience", ":4")
    assert "experience:\n  note: Great\n  score: 4\n" in goals.text(THEIRS)
    goals.ok("talk", "kari", "--experience", "Long")
    assert "note: Long" in goals.text(THEIRS)
    assert "score" not in goals.text(THEIRS)


@pytest.mark.parametrize(
    ("said", "note", "score"),
    [("Good:4", "Good", "4"), ("Over at 10:30", "Over at 10:30", ""), ("One thing: time", "time", "")],
)
def test_a_figure_stands_behind_a_colon(goals: Goals, said: str, note: str, score: str) -> None:
    goals.ok("talk", "kari", "--experience", said)
    assert note in goals.text(THEIRS)
    assert ("score: " + score in goals.text(THEIRS)) == bool(score)


def test_a_figure_outside_the_scale_is_no_text(goals: Goals) -> None:
    result = goals.run("talk", "kari", "--experience", "Good:9")
    assert (result.code, "goes from 1 to 5" in result.err) == (2, True)


@pytest.mark.parametrize("option", ["--held", "--skip"])
def test_checkins_take_back_and_confirm_alike(goals: Goals, option: str) -> None:
    goals.ok("checkin", "kari", "--skip")
    goals.ok("checkin", "kari", option)
    text = goals.text("people/kari-nordmann/2026-H2/checkins/2026-09-15.leader.yaml")
    assert ("skipped: true" in text) == (option == "--skip")
    assert ("held: 2026-09-15" in text) == (option == "--held")


def test_a_stranger_has_no_half(goals: Goals) -> None:
    result = goals.run("talk", "kari", "--held", who="nobody")
    assert result.code == 3
    assert "this can be done by kari-nordmann or per-lie" in result.err
