"""An agreement, bound to exactly the text that both accepted."""

import json
from pathlib import Path

import pytest

from conftest import Goals, git
from terminal import on_terminal

KARI = "kari-nordmann"
TEXT = "people/kari-nordmann/2026-H2/agreement.yaml"
ANSWERS = "people/kari-nordmann/2026-H2/answers"


def answers(goals: Goals) -> list[str]:
    return sorted(path.name for path in (goals.root / ANSWERS).iterdir())


def state(goals: Goals) -> str:
    found = json.loads(goals.ok("status", "--format", "json"))["people"]
    return str(next(one["agreement"] for one in found if one["person"] == KARI))


def both_accept(goals: Goals) -> None:
    goals.ok("agree", "kari", "--accept", "--yes", who=KARI)
    goals.ok("agree", "kari", "--accept", "--yes")


def commit_by_hand(goals: Goals) -> None:
    goals.git("commit", "--quiet", "--all", "--message=by hand")


class TestDeclining:
    def test_one_side_declines_and_says_why(self, goals: Goals) -> None:
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
        said = goals.ok("agree", "kari", "--decline", "Too much at once", who=KARI)
        assert said.endswith("the agreement for 2026-H2 is declined; talk it over, then change the text\n")
        (name,) = answers(goals)
        assert "answer: declined\n" in goals.text(f"{ANSWERS}/{name}")
        assert "text: Too much at once\n" in goals.text(f"{ANSWERS}/{name}")
        assert "Too much" not in goals.git("log", "--format=%B")
        assert state(goals) == "declined"
        late = goals.run("overdue", today="2026-10-10").out
        assert "error agreement-unaccepted kari-nordmann" in late
        assert "was declined; talk it over" in late

    def test_the_same_once_more_changes_nothing(self, goals: Goals) -> None:
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
        goals.ok("agree", "kari", "--decline", "No", who=KARI)
        assert "nothing to change" in goals.ok("agree", "kari", "--decline", "No", who=KARI)
        assert len(answers(goals)) == 1

    def test_who_accepts_after_all_rewrites_no_answer(self, goals: Goals) -> None:
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
        goals.ok("agree", "kari", "--decline", "No", who=KARI)
        before = {name: goals.text(f"{ANSWERS}/{name}") for name in answers(goals)}
        both_accept(goals)
        assert state(goals) == "in_force"
        goals.ok("agree", "kari", "--decline", "I had second thoughts", who=KARI)
        assert state(goals) == "declined"
        goals.ok("agree", "kari", "--accept", "--yes", who=KARI)
        assert state(goals) == "in_force"
        assert {name: goals.text(f"{ANSWERS}/{name}") for name in before} == before
        assert [name.split("-", 2)[2] for name in answers(goals) if "-2." in name] == ["2.employee.yaml"]
        assert goals.ok("check") == "no problems found\n"
        assert goals.ok("check", "--verify") == "no problems found\n"

    def test_there_is_a_reason_and_a_text(self, goals: Goals) -> None:
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
        for arguments, said in (
            (("--accept",), "there is nobody to ask here; add --yes to accept exactly the present text"),
            (("--decline", " "), "--decline: say why"),
            (("--decline", "x", "--accept"), "--accept and --decline do not go together"),
            (("--decline", "x", "--set", "role=y"), "--decline takes the text as it is"),
            (("--changes",), "--changes goes with --show"),
            (("--show", "--changes"), "have accepted no other text for 2026-H2 before this one"),
        ):
            result = goals.run("agree", "kari", *arguments)
            assert (result.code, said in result.err) == (2, True), result.err
        assert goals.run("agree", "kari", "--decline", "x", who="nobody").code == 3
        assert not (goals.root / ANSWERS).exists()


class TestAmending:
    def test_both_answer_again_and_the_changes_are_told(self, agreed: Goals) -> None:
        agreed.ok(
            "agree", "kari", "--amend", "The plan moved", "--set", "goals.halve-the-lead-time.due=2026-12-20"
        )
        assert state(agreed) == "proposed"
        show = ("agree", "kari", "--show", "--changes", "--format", "md")
        told = agreed.ok(*show)
        assert "that both accepted on" in told
        assert "to the present one." in told
        assert "Opened for change by Per Lie on 15 September 2026: The plan moved" in told
        assert "deadline moved: 1 December 2026 → 20 December 2026" in told
        both_accept(agreed)
        assert "to the one that both accepted on 15 September 2026." in agreed.ok(*show)

    def test_an_amendment_may_come_before_the_change(self, agreed: Goals) -> None:
        agreed.ok("agree", "kari", "--amend", "The plan moved")
        assert state(agreed) == "in_force"
        agreed.ok("agree", "kari", "--set", "role=Leads the guild")
        assert state(agreed) == "proposed"

    def test_what_is_not_in_force_is_changed_without(self, agreed: Goals) -> None:
        words = ("--amend", "The plan moved", "--set", "role=Leads the guild")
        agreed.ok("agree", "kari", *words)
        assert "nothing to change" in agreed.ok("agree", "kari", *words)
        result = agreed.run("agree", "kari", "--amend", "Another reason")
        assert (result.code, "is not (proposed), so change it without" in result.err) == (2, True)

    def test_who_returns_to_the_text_before_answers_again(self, agreed: Goals) -> None:
        agreed.ok("agree", "kari", "--amend", "Try it", "--set", "role=Leads the guild")
        both_accept(agreed)
        agreed.ok("agree", "kari", "--amend", "It did not work", "--set", "role=")
        text = agreed.text(TEXT).replace('role: ""\n', "")
        agreed.write(TEXT, text)
        commit_by_hand(agreed)
        assert state(agreed) == "proposed"
        agreed.ok("agree", "kari", "--accept", "--yes", who=KARI)
        assert state(agreed) == "accepted_by_one"
        agreed.ok("agree", "kari", "--accept", "--yes")
        assert state(agreed) == "in_force"
        assert agreed.ok("check") == "no problems found\n"

    def test_a_draft_that_one_side_accepted_does_not_come_back_in_force(self, goals: Goals) -> None:
        due = "goals.halve-the-lead-time.due"
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time", "--set", f"{due}=2026-10-01")
        goals.ok("agree", "kari", "--accept", "--yes", who=KARI)
        goals.ok("agree", "kari", "--set", f"{due}=2026-12-20")
        both_accept(goals)
        for today in ("2026-09-15", "2026-10-20"):
            goals.today = today
            goals.ok("agree", "kari", "--amend", "As first written", "--set", f"{due}=2026-10-01")
            assert state(goals) == "proposed"
            goals.ok("agree", "kari", "--accept", "--yes")
            assert state(goals) == "accepted_by_one"
            goals.ok("agree", "kari", "--accept", "--yes", who=KARI)
            assert state(goals) == "in_force"
            goals.ok("agree", "kari", "--amend", "And again", "--set", f"{due}=2026-12-20")
            assert state(goals) == "proposed"
            both_accept(goals)
            assert state(goals) == "in_force"
            assert goals.ok("check") == "no problems found\n"

    def test_by_hand_a_text_that_was_left_never_comes_back_in_force(self, agreed: Goals) -> None:
        before = agreed.text(TEXT)
        agreed.ok("agree", "kari", "--amend", "Try it", "--set", "role=Leads the guild")
        with_note = agreed.text(TEXT)
        both_accept(agreed)
        (mine,) = [
            one
            for one in answers(agreed)
            if one.endswith("leader.yaml") and "2026-09-15" in agreed.text(f"{ANSWERS}/{one}")
        ]
        agreed.write(
            f"{ANSWERS}/{mine}", agreed.text(f"{ANSWERS}/{mine}").replace("2026-09-15", "2026-07-01")
        )
        for text in (before, with_note.replace("Leads the guild", "").replace('role: ""', "role:")):
            agreed.write(TEXT, "\n".join(line for line in text.split("\n") if not line.startswith("role:")))
            assert state(agreed) == "changed"
            assert agreed.run("check").code == 1

    def test_the_notes_of_amendments_are_goaltalks_own(self, agreed: Goals) -> None:
        agreed.ok("agree", "kari", "--amend", "Scope", "--set", "role=Lead")
        text = agreed.text(TEXT)
        agreed.write(
            "whole.yaml", text.replace("by: per-lie", f"by: {KARI}").replace("why: Scope", "why: Hers")
        )
        result = agreed.run("agree", "kari", "--from", str(agreed.root / "whole.yaml"))
        assert (result.code, "goaltalk looks after amendments itself" in result.err) == (3, True)
        assert agreed.text(TEXT) == text
        for old, new, rule in (
            ("by: per-lie", "by: nobody", "self-answer"),
            ("digest: sha256:", "digest: sha256:0", "answer-mismatch"),
        ):
            agreed.write(TEXT, text.replace(old, new))
            assert f" error {rule} " in agreed.run("check").out

    def test_what_is_open_already_is_said(self, agreed: Goals) -> None:
        agreed.ok("agree", "kari", "--amend", "Scope")
        result = agreed.run("agree", "kari", "--amend", "Another", "--set", "role=Lead")
        assert (result.code, "is open for change already, since 2026-09-15" in result.err) == (2, True)

    def test_a_new_leader_amends_what_the_old_one_accepted(self, agreed: Goals) -> None:
        agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example", "--unit", "platform")
        agreed.ok("person", "move", "kari", "--leader", "anne-dahl", "--from", "2026-09-15")
        assert state(agreed) == "in_force"
        assert agreed.ok("check") == "no problems found\n"
        result = agreed.run("agree", "kari", "--amend", "x", "--set", "role=y")
        assert (result.code, "by kari-nordmann or anne-dahl" in result.err) == (3, True)
        agreed.ok("agree", "kari", "--amend", "A new leader", "--set", "role=Lead", who=KARI)
        agreed.ok("agree", "kari", "--accept", "--yes", who=KARI)
        assert agreed.run("agree", "kari", "--accept", "--yes").code == 3
        assert state(agreed) == "accepted_by_one"


class TestWhatCheckSays:
    def test_one_letter_is_told_with_its_place_and_who_accepted_what(self, agreed: Goals) -> None:
        agreed.write(TEXT, agreed.text(TEXT).replace("Halve the lead time", "Halve the lead times"))
        line = agreed.text(TEXT).splitlines().index("    title: Halve the lead times") + 1
        result = agreed.run("check")
        assert result.code == 1
        assert result.out.startswith(
            f"{TEXT}:{line}:5: error answer-mismatch goals.halve-the-lead-time.title (changed) "
            "is not as kari-nordmann and per-lie ("
        )
        assert "lead times" not in result.out
        assert state(agreed) == "changed"

    def test_a_comment_or_another_layout_is_no_change(self, agreed: Goals) -> None:
        text = agreed.text(TEXT).replace("    title:", "    # what we said\n    title:").replace("\n", "\r\n")
        agreed.write(TEXT, text + "# the end\r\n")
        assert agreed.ok("check") == "no problems found\n"
        assert state(agreed) == "in_force"

    @pytest.mark.parametrize(
        ("side", "old", "new", "rule", "said"),
        [
            (
                "employee",
                "by: kari-nordmann",
                "by: per-lie",
                "self-answer",
                "per-lie answers for kari-nordmann",
            ),
            ("leader", "by: per-lie", "by: kari-nordmann", "self-answer", "that was per-lie"),
            ("leader", "role: leader", "role: employee", "answer-mismatch", "its file is the leader's"),
            ("leader", "to: agreement", "to: review", "answer-mismatch", "answers the review"),
            ("leader", "answer: accepted", "answer: received", "answer-mismatch", "accepted or declined"),
            ("leader", "digest: sha256:", "digest: sha256:0", "answer-mismatch", "the digest begins with 0"),
        ],
    )
    def test_an_answer_that_does_not_fit(
        self, agreed: Goals, side: str, old: str, new: str, rule: str, said: str
    ) -> None:
        (name,) = [one for one in answers(agreed) if one.endswith(f"{side}.yaml")]
        text = agreed.text(f"{ANSWERS}/{name}").replace(old, new)
        if "sha256:0" in new:
            text = "\n".join(line[:-1] if line.startswith("digest") else line for line in text.split("\n"))
        agreed.write(f"{ANSWERS}/{name}", text)
        result = agreed.run("check")
        assert result.code == 1
        assert f" error {rule} " in result.out
        assert said in result.out
        assert state(agreed) == "accepted_by_one"

    def test_dates_in_an_odd_order(self, agreed: Goals) -> None:
        (name,) = [one for one in answers(agreed) if one.endswith("employee.yaml")]
        second = name.replace(".employee", "-2.employee")
        agreed.write(f"{ANSWERS}/{second}", agreed.text(f"{ANSWERS}/{name}").replace("on: 2026", "on: 2025"))
        assert "error date-order is of 2025" in agreed.run("check").out
        agreed.write(f"{ANSWERS}/{second}", agreed.text(f"{ANSWERS}/{name}").replace("on: 2026", "on: 2036"))
        result = agreed.run("check")
        assert (result.code, "which has not come yet" in result.out) == (0, True)


class Clones:
    """Two clones of one repository, the employee's and the leader's, and what both share."""

    def __init__(self, goals: Goals, folder: Path) -> None:
        git(goals.root, "clone", "--quiet", "--bare", ".", str(folder / "shared"))
        self.of = {who: self._clone(goals, folder, who) for who in (KARI, "per-lie")}

    def _clone(self, goals: Goals, folder: Path, who: str) -> Goals:
        git(folder, "clone", "--quiet", "shared", who)
        return Goals(folder / who, goals.invoke, goals.today, who)

    def publish(self, who: str) -> None:
        one = self.of[who]
        one.git("pull", "--quiet", "--no-rebase", "--no-edit")
        one.git("push", "--quiet")


class TestTwoClones:
    @pytest.fixture
    def clones(self, goals: Goals, tmp_path: Path) -> Clones:
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time", "--set", "goals+=Sleep at night")
        return Clones(goals, tmp_path)

    def test_the_same_text_accepted_in_both_is_in_force(self, clones: Clones) -> None:
        for who in (KARI, "per-lie"):
            clones.of[who].ok("agree", "kari", "--accept", "--yes")
        for who in (KARI, "per-lie", KARI):
            clones.publish(who)
        assert state(clones.of[KARI]) == "in_force"
        assert clones.of[KARI].ok("check", "--verify") == "no problems found\n"

    def test_a_change_that_merged_cleanly_with_an_answer_is_told(self, clones: Clones) -> None:
        clones.of[KARI].ok("agree", "kari", "--accept", "--yes")
        clones.of["per-lie"].ok("agree", "kari", "--set", "goals.sleep-at-night.due=2026-12-01")
        clones.publish(KARI)
        clones.publish("per-lie")
        result = clones.of["per-lie"].run("check")
        assert result.code == 0
        assert (
            "warning answer-mismatch goals.sleep-at-night.due (changed) is not as kari-nordmann ("
            in result.out
        )
        assert state(clones.of["per-lie"]) == "proposed"

    def test_a_change_after_the_leader_accepted_is_an_error_once_both_have(self, clones: Clones) -> None:
        clones.of["per-lie"].ok("agree", "kari", "--accept", "--yes")
        clones.publish("per-lie")
        clones.publish(KARI)
        clones.of[KARI].ok("agree", "kari", "--accept", "--yes")
        clones.of["per-lie"].ok("agree", "kari", "--set", "goals.sleep-at-night.due=2026-12-01")
        clones.publish(KARI)
        clones.publish("per-lie")
        result = clones.of["per-lie"].run("check")
        assert result.code == 1
        assert (
            "error answer-mismatch goals.sleep-at-night.due (changed) is not as kari-nordmann and per-lie"
            in (result.out)
        )


class TestOnATerminal:
    def test_what_is_accepted_is_shown_and_asked(self, agreed: Goals) -> None:
        agreed.ok("agree", "kari", "--amend", "The plan moved", "--set", "role=Leads the guild")
        code, screen = on_terminal(agreed, "true", "agree", "kari", "--accept", answer="n\n")
        assert code == 0
        assert "Halve the lead time" in screen
        assert "What changed: Kari Nordmann, 2026-H2" in screen
        assert "Accept exactly this text, as the employee? [y/N]" in screen
        assert screen.endswith("nothing accepted\n")
        assert state(agreed) == "proposed"

    def test_accepting_on_the_day_offers_to_record_the_talk(self, goals: Goals) -> None:
        goals.ok("invite", "kari", "--at", "2026-09-15T23:59", "-o", "-", "--today", "2026-09-15")
        goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
        code, screen = on_terminal(goals, "true", "agree", "kari", "--accept", answer="y\ny\n")
        assert code == 0
        assert "Record that it was held?" in screen
        talk = "people/kari-nordmann/2026-H2/talk.employee.yaml"
        assert "held: 2026-09-15" in goals.text(talk)
        said = goals.ok("agree", "kari", "--accept", "--yes")
        assert "is in force" in said
