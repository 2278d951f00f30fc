"""The evaluation at a period's end: both halves, what differs, and that it was received."""

import json
from pathlib import Path

import pytest

from conftest import Goals
from goaltalk.render.templates import LOCALES
from terminal import make_editor, on_terminal

KARI, PER = "kari-nordmann", "per-lie"
ROOM = f"people/{KARI}/2026-H2"
MINE, THEIRS = f"{ROOM}/review.employee.yaml", f"{ROOM}/review.leader.yaml"
GOAL = "goals.halve-the-lead-time.result"


@pytest.fixture
def ended(agreed: Goals) -> Goals:
    """The repository of the two in January, the period over and nothing reviewed."""
    agreed.ok(
        "checkin", "kari", "--goal", "halve-the-lead-time=on_track:40", "--value", "halve-the-lead-time=5",
        who=KARI, today="2026-09-15",
    )  # fmt: skip
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=off_track", today="2026-10-15")
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=at_risk", who=KARI, today="2026-10-15")
    agreed.today = "2027-01-08"
    return agreed


@pytest.fixture
def reviewed(ended: Goals) -> Goals:
    """The same once both have written their half."""
    ended.ok("review", "kari", "--set", f"{GOAL}=partly", "--set", "learning=To ask early", who=KARI)
    ended.ok("review", "kari", "--set", f"{GOAL}=achieved", "--set", "support=I shall be clearer")
    return ended


NOW = ("review", "kari", "--period", "2026-H2")


@pytest.fixture
def answerable(agreed: Goals) -> Goals:
    """The repository of the two with both halves written early: an answer wants a day that has come."""
    agreed.ok(*NOW, "--set", f"{GOAL}=partly", "--set", "learning=To ask early", who=KARI)
    agreed.ok(*NOW, "--set", f"{GOAL}=achieved", "--set", "support=I shall be clearer")
    return agreed


def answers(goals: Goals) -> list[str]:
    return sorted(one.name for one in (goals.root / ROOM / "answers").glob("review-*"))


class TestTheForm:
    def test_it_holds_each_goal_with_its_measure_and_all_that_was_said(self, ended: Goals) -> None:
        shown = ended.ok("review", "kari", "--dry-run", who=KARI)
        for line in (
            "# Your evaluation of 2026-H2.",
            "# Halve the lead time (at risk)",
            "#   measure: from 6 towards 3 days",
            "#   2026-09-15: on track 40 % (5 days)",
            "#   2026-10-15: at risk; the leader: off track",
            "  halve-the-lead-time:",
        ):
            assert f"\n+{line}\n" in shown or f"\n+  {line}\n" in shown, line

    @pytest.mark.parametrize(
        ("who", "asked"), [(KARI, "what your leader should change"), (PER, "what you will change")]
    )
    def test_both_are_asked_how_the_follow_up_worked(self, ended: Goals, who: str, asked: str) -> None:
        assert asked in ended.ok("review", "kari", "--dry-run", who=who)

    @pytest.mark.parametrize("language", sorted(LOCALES))
    def test_it_is_a_record_in_every_language(self, ended: Goals, language: str) -> None:
        ended.ok("person", "set", "kari", "--set", f"language={language}")
        ended.ok("review", "kari", "--no-edit", who=KARI)
        ended.ok(
            "review", "kari", "--experience", "Good:4", "--set", "carry_over+=halve-the-lead-time", who=KARI
        )
        assert "experience: " in ended.text(MINE)
        assert ended.ok("check") == "no problems found\n"

    def test_it_names_the_feedback_that_was_given(self, ended: Goals) -> None:
        ended.ok(
            "feedback", "ask", "kari", "--to", "per", "--period", "2026-H2", who=KARI, today="2026-12-01"
        )
        ended.ok("feedback", "give", "kari", "--set", "answers+=Calm", today="2026-12-02")
        assert "# Feedback from per-lie, 2026-12-02" in ended.ok("review", "kari", "--dry-run", who=KARI)


class TestThePeriod:
    @pytest.mark.parametrize(
        ("today", "period"),
        [
            ("2026-11-30", "2026-H2"),
            ("2026-12-15", "2026-H2"),
            ("2027-01-08", "2026-H2"),
            ("2027-06-10", "2027-H1"),
        ],
    )
    def test_it_is_the_one_that_ended_last_or_ends_soon(self, ended: Goals, today: str, period: str) -> None:
        shown = ended.ok("review", "kari", "--dry-run", "--no-edit", today=today)
        assert f"people/{KARI}/{period}/review.leader.yaml" in shown

    def test_another_can_be_named(self, ended: Goals) -> None:
        said = ended.ok("review", "kari", "--period", "2027-H1", "--no-edit")
        assert said.startswith(f"saved people/{KARI}/2027-H1/review.leader.yaml")


class TestHeld:
    def test_words_alone_do_not_say_that_anybody_met(self, reviewed: Goals) -> None:
        assert "held" not in reviewed.text(MINE) + reviewed.text(THEIRS)
        assert "review-missing" in reviewed.run("overdue", today="2027-02-10").out

    def test_what_is_written_after_the_next_periods_talk_does(self, ended: Goals) -> None:
        ended.ok("invite", "kari", "--at", "2027-01-12T10:00", "-o", "-")
        ended.ok("review", "kari", "--set", "effort=High")
        assert "held" not in ended.text(THEIRS)
        ended.ok("review", "kari", "--set", "effort=Very high", today="2027-01-13")
        assert "held: 2027-01-12" in ended.text(THEIRS)

    def test_it_can_be_said(self, reviewed: Goals) -> None:
        reviewed.ok("review", "kari", "--held", "2027-01-07")
        assert "held: 2027-01-07" in reviewed.text(THEIRS)
        assert "nothing to change" in reviewed.ok("review", "kari", "--held", today="2027-01-20")
        assert "review-missing" not in reviewed.run("overdue", today="2027-02-10").out
        assert reviewed.run("review", "kari", "--held", "2027-02-01").code == 2


class TestShow:
    def test_both_halves_stand_side_by_side_and_what_differs_first(self, reviewed: Goals) -> None:
        shown = reviewed.ok("review", "kari", "--show")
        assert "written by both, not acknowledged yet" in shown
        differing = "Halve the lead time: Kari Nordmann says partly achieved, Per Lie says achieved."
        assert differing in " ".join(shown.split())
        assert "- Kari Nordmann: To ask early" in shown

    def test_a_file_gets_the_form_of_its_ending(self, reviewed: Goals, tmp_path: Path) -> None:
        for ending, begins in ((".md", "# Evaluation"), (".html", "<!DOCTYPE html>"), (".txt", "Evaluation")):
            reviewed.ok("review", "kari", "--show", "-o", str(tmp_path / f"kari{ending}"))
            assert (tmp_path / f"kari{ending}").read_text(encoding="utf-8").startswith(begins)

    def test_the_diff_tells_both_results(self, reviewed: Goals) -> None:
        shown = reviewed.ok("diff", "kari", "2026-H2", "2027-H1")
        assert "partly achieved (leader: achieved)" in " ".join(shown.split())
        (goal,) = json.loads(reviewed.ok("diff", "kari", "2026-H2", "2027-H1", "--format", "json"))["goals"]
        assert (goal["before"]["status"], goal["before"]["leader_status"]) == ("partly", "achieved")

    def test_nothing_written_is_said(self, ended: Goals) -> None:
        ended.ok("review", "kari", "--no-edit")
        result = ended.run("review", "kari", "--show")
        assert (result.code, "nobody has written anything" in result.err) == (2, True)


class TestReceived:
    def test_it_is_a_file_of_its_own_for_exactly_this_text(self, answerable: Goals) -> None:
        said = answerable.ok(*NOW, "--acknowledge", "--response", "Not all of it", who=KARI)
        assert "received as it is now, which does not mean agreed" in said
        (name,) = answers(answerable)
        text = answerable.text(f"{ROOM}/answers/{name}")
        assert name.endswith(".employee.yaml")
        for line in (
            "to: review",
            f"by: {KARI}",
            "role: employee",
            "answer: received",
            "text: Not all of it",
        ):
            assert f"\n{line}\n" in text
        shown = answerable.ok(*NOW, "--show")
        assert "acknowledged as received, which does not mean agreed" in " ".join(shown.split())
        assert "received. Not all of it" in shown
        assert answerable.ok("check") == "no problems found\n"
        assert answerable.run("check", "--verify").out.count("review") == 0

    def test_a_second_identical_run_changes_nothing(self, answerable: Goals) -> None:
        words = (*NOW, "--acknowledge", "--response", "Thanks")
        answerable.ok(*words, who=KARI)
        before = answerable.git("rev-parse", "HEAD")
        assert "nothing to change" in answerable.ok(*words, who=KARI, today="2026-09-16")
        assert "nothing to change" in answerable.ok(*NOW, "--acknowledge", who=KARI)
        assert answerable.git("rev-parse", "HEAD") == before

    def test_another_word_is_another_file_and_the_last_one_counts(self, answerable: Goals) -> None:
        answerable.ok(*NOW, "--refuse", "It leaves out the autumn", who=KARI)
        assert "The evaluation is refused." in answerable.ok(*NOW, "--show")
        answerable.ok(*NOW, "--acknowledge", who=KARI)
        assert answers(answerable)[0].split(".")[0].endswith("-2")
        assert "acknowledged as received" in answerable.ok(*NOW, "--show")

    @pytest.mark.parametrize("who", [KARI, PER])
    def test_a_later_change_of_either_half_makes_it_stale(self, answerable: Goals, who: str) -> None:
        answerable.ok(*NOW, "--acknowledge", who=KARI)
        said = answerable.ok(*NOW, "--set", "values=Kind", who=who)
        assert f"{KARI} answered this review as it was on 2026-09-15 (received)" in said
        assert "changed after it was acknowledged" in answerable.ok(*NOW, "--show")
        answerable.ok(*NOW, "--acknowledge", who=KARI)
        assert len(answers(answerable)) == 2
        assert "acknowledged as received" in answerable.ok(*NOW, "--show")

    def test_both_may(self, answerable: Goals) -> None:
        answerable.ok(*NOW, "--acknowledge")
        assert "written by both, not acknowledged yet" in answerable.ok(*NOW, "--show")
        assert [name.split(".")[1] for name in answers(answerable)] == ["leader"]

    def test_the_line_after_an_answer_says_what_stands(self, answerable: Goals) -> None:
        def told(*words: str, who: str) -> str:
            return answerable.ok(*NOW, *words, who=who).splitlines()[-1]

        what = "the review of 2026-H2"
        received = f"{what} is received as it is now, which does not mean agreed"
        assert told("--acknowledge", who=PER) == f"{what} now waits for the answer of {KARI}"
        assert told("--refuse", "No", who=KARI) == f"{what} is refused by {KARI}; talk it over"
        # The leader's receiving it does not take the employee's refusal away.
        assert told("--acknowledge", "--response", "Yes", who=PER) == (
            f"{what} is refused by {KARI}; talk it over"
        )
        assert told("--refuse", "No", who=PER) == f"{what} is refused by {KARI} and {PER}; talk it over"
        assert told("--acknowledge", who=KARI) == f"{what} is refused by {PER}; talk it over"
        assert told("--acknowledge", who=PER) == received
        answerable.ok(*NOW, "--set", "values=Kind", who=KARI)
        assert told("--acknowledge", who=PER) == (
            f"{what} now waits for the answer of {KARI}, who answered it as it was on 2026-09-15"
        )
        assert told("--acknowledge", who=KARI) == received

    @pytest.mark.parametrize("option", [("--acknowledge",), ("--refuse", "No")])
    def test_only_gits_own_identity_answers(self, answerable: Goals, option: tuple[str, ...]) -> None:
        result = answerable.run(*NOW, *option, "--as", KARI, who="nobody")
        assert result.code == 3
        answerable.ok(*NOW, *option, "--as", KARI, who=PER)
        assert [name.split(".")[1] for name in answers(answerable)] == ["leader"]

    def test_there_must_be_something_to_receive(self, agreed: Goals) -> None:
        agreed.ok(*NOW, "--set", "effort=High", who=KARI)
        agreed.ok(*NOW, "--no-edit")
        result = agreed.run(*NOW, "--acknowledge", who=KARI)
        assert (result.code, "the leader has written nothing" in result.err) == (2, True)

    def test_nobody_answers_ahead_of_the_day(self, answerable: Goals) -> None:
        assert answerable.run(*NOW, "--acknowledge", who=KARI, today="2100-01-08").code == 3

    def test_a_dry_run_writes_nothing(self, answerable: Goals) -> None:
        assert "+answer: received" in answerable.ok(*NOW, "--acknowledge", "--dry-run", who=KARI)
        assert answers(answerable) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--acknowledge", "--refuse", "No"),
        ("--acknowledge", "--show"),
        ("--acknowledge", "--set", "effort=High"),
        ("--show", "--held"),
        ("--response", "Thanks"),
        ("--refuse", " "),
        ("--acknowledge", "--response", ""),
        ("--format", "md"),
    ],
)
def test_what_does_not_go_together_is_refused(reviewed: Goals, options: tuple[str, ...]) -> None:
    before = reviewed.git("rev-parse", "HEAD")
    assert reviewed.run("review", "kari", *options, who=KARI).code == 2
    assert reviewed.git("rev-parse", "HEAD") == before


def test_a_stranger_has_no_half(ended: Goals) -> None:
    result = ended.run("review", "kari", "--set", "effort=High", who="nobody")
    assert (result.code, f"this can be done by {KARI} or {PER}" in result.err) == (3, True)


def test_it_is_written_in_the_editor(ended: Goals, tmp_path: Path) -> None:
    editor = make_editor(tmp_path, "sed -i 's/^effort:.*/effort: High/' \"$1\"")
    ended.today = "2027-01-08"
    code, screen = on_terminal(ended, editor, "review", "kari", "--period", "2026-H2")
    assert (code, "effort: High" in ended.text(MINE)) == (0, True), screen


def test_goals_carried_over_begin_the_next_agreement(reviewed: Goals) -> None:
    reviewed.ok("review", "kari", "--set", "carry_over+=halve-the-lead-time", who=KARI)
    draft = reviewed.ok("agree", "kari", "--dry-run", "--no-edit", who=KARI)
    assert "2026-H2/halve-the-lead-time" in draft


class TestTheAgenda:
    def test_it_is_that_of_the_ended_period_with_feedback_by_name(self, reviewed: Goals) -> None:
        late = {"today": "2026-12-10"}
        reviewed.ok("feedback", "ask", "kari", "--to", "per", "--question", "What helps?", who=KARI, **late)
        reviewed.ok("feedback", "give", "kari", "--set", "answers+=Her calm", **late)
        shown = reviewed.ok("agenda", "kari", "--kind", "review")
        for words in (
            "Evaluation: Kari Nordmann and Per Lie, 2026-H2",
            "What helps? → Her calm",
            "Before you part",
        ):
            assert words in shown
        made = json.loads(reviewed.ok("agenda", "kari", "--kind", "review", "--format", "json"))
        assert (made["kind"], made["date"]) == ("review", "2027-01-08")
        assert [one["id"] for one in made["sections"]] == [
            "purpose", "differing", "goals", "said", "feedback", "follow-up", "close",
        ]  # fmt: skip

    def test_it_is_for_the_day_of_the_talk_that_includes_it(self, reviewed: Goals) -> None:
        reviewed.ok("invite", "kari", "--at", "2027-01-20T10:00", "-o", "-")
        assert "20 January 2027, 10:00" in reviewed.ok("agenda", "kari", "--kind", "review")

    def test_the_leaders_own_copy_has_their_notes_for_that_talk(self, reviewed: Goals) -> None:
        reviewed.ok("prep", "kari", "--period", "2027-H1", "--set", "purpose=Hear her out")
        shown = reviewed.ok("agenda", "kari", "--kind", "review", "--private")
        assert "Hear her out" in shown
        assert "Hear her out" not in reviewed.ok("agenda", "kari", "--kind", "review")

    def test_what_is_chosen_without_a_kind_stays_a_check_in(self, reviewed: Goals) -> None:
        assert reviewed.ok("agenda", "kari").startswith("Check-in: ")
