"""Employee and leader work in clones of their own; plain git brings it together, without any driver."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Goals, agree_on_lead_time, git

KARI, PER = "kari-nordmann", "per-lie"
PERIOD = f"people/{KARI}/2026-H2"
AGREEMENT = f"{PERIOD}/agreement.yaml"


@dataclass
class Pair:
    """Two clones of one repository, one of each side, and what lies between them."""

    kari: Goals
    per: Goals

    def share(self) -> None:
        """Let both push and pull until both have everything; any conflict is an error."""
        for one in (self.kari, self.per):
            assert one.git("status", "--porcelain") == ""
        self.kari.git("push", "-q")
        self.per.git("pull", "-q", "--no-rebase", "--no-edit")
        self.per.git("push", "-q")
        self.kari.git("pull", "-q", "--ff-only")
        assert self.kari.git("rev-parse", "HEAD") == self.per.git("rev-parse", "HEAD")
        assert self.kari.git("status", "--porcelain") == ""


@pytest.fixture
def pair(goals: Goals, tmp_path: Path) -> Pair:
    """Clone a repository twice, through one without a working tree, as a server has it."""
    git(tmp_path, "clone", "-q", "--bare", str(goals.root), "hub.git")
    clones = {}
    for who in (KARI, PER):
        git(tmp_path, "clone", "-q", "hub.git", who)
        clones[who] = Goals(tmp_path / who, goals.invoke, who=who)
        assert "merge." not in clones[who].git("config", "--list")
    return Pair(clones[KARI], clones[PER])


def test_a_check_in_both_create_and_fill(pair: Pair) -> None:
    for one, note in ((pair.kari, "status=Well"), (pair.per, "status=I see it too")):
        one.ok("checkin", "kari", "--no-edit")
        one.ok(
            "checkin",
            "kari",
            "--note",
            note,
            "--action",
            f"Call {one.who};;2026-10-01",
            "--experience",
            "Good",
        )
    pair.share()
    for one in (pair.kari, pair.per):
        shown = one.ok("checkin", "kari", "--show", "--format", "md")
        assert "| Where things stand against goals and plans | Well | I see it too |" in shown
        assert one.ok("check") == "no problems found\n"


@pytest.mark.parametrize(("due", "found"), [("2026-10-01", 0), ("2026-11-01", 1)], ids=["alike", "otherwise"])
def test_an_action_noted_by_both_is_one_and_check_names_it_where_they_differ(
    pair: Pair, due: str, found: int
) -> None:
    pair.kari.ok("checkin", "kari", "--action", "Call the team;per;2026-10-01")
    pair.per.ok("checkin", "kari", "--action", f"Call the team;per;{due}")
    pair.share()
    result = pair.per.run("check")
    assert (result.code, result.out.count("duplicate-id")) == (found, found)
    assert pair.per.ok("agenda", "kari").count("Call the team") == 1


def test_a_check_in_both_fill_on_different_days(pair: Pair) -> None:
    pair.per.ok("invite", "kari", "--at", "2026-09-18T10:00", "--kind", "checkin", "-o", "../call.ics")
    pair.share()
    pair.kari.ok("checkin", "kari", "--note", "status=Well", "--date", "2026-09-18", today="2026-09-16")
    pair.per.ok("checkin", "kari", "--note", "next=Go", "--date", "2026-09-18", today="2026-09-18")
    pair.share()
    shown = pair.kari.ok("checkin", "kari", "--show", today="2026-09-20")
    assert "Held 18 September 2026" in shown
    assert {"Well", "Go"} <= set(shown.split())


def test_an_agreement_both_accept(pair: Pair) -> None:
    pair.kari.ok("agree", "kari", "--set", "goals+=Halve the lead time", "--set", "goals+=Calm on call")
    pair.share()
    for one in (pair.kari, pair.per):
        one.ok("agree", "kari", "--accept", "--yes")
    pair.share()
    for one in (pair.kari, pair.per):
        assert "in force" in one.ok("status", "kari")
        assert one.ok("check") == "no problems found\n"


def test_a_review_both_write(pair: Pair) -> None:
    agree_on_lead_time(pair.per)
    pair.share()
    today = "2026-12-10"
    for one, text in ((pair.kari, "Ask earlier"), (pair.per, "Listen longer")):
        one.ok("review", "kari", "--set", f"learning={text}", "--set", f"held={today}", today=today)
    pair.share()
    assert "Ask earlier" in pair.per.ok(
        "agenda", "kari", "--kind", "talk", "--period", "2027-H1", today=today
    )
    assert pair.per.ok("check", today=today) == "no problems found\n"


def propose(pair: Pair) -> None:
    """Let Kari propose three goals, with room enough between them for git."""
    goals = "".join(
        f"  - id: {name}\n    title: {name}\n    frame: As you see fit\n    due: 2026-12-01\n"
        for name in ("speed", "calm", "order")
    )
    source = pair.kari.root.parent / "agreement.yaml"
    source.write_text(f"goals:\n{goals}", encoding="utf-8")
    pair.kari.ok("agree", "kari", "--from", str(source))
    pair.share()


def test_two_goals_changed_apart_merge_and_wait_for_both(pair: Pair) -> None:
    propose(pair)
    pair.kari.ok("agree", "kari", "--accept", "--yes")
    pair.share()
    pair.kari.ok("agree", "kari", "--set", "goals.speed.due=2026-11-01")
    pair.per.ok("agree", "kari", "--set", "goals.order.due=2026-12-15")
    pair.share()
    text = pair.per.text(AGREEMENT)
    assert "2026-11-01" in text
    assert "2026-12-15" in text
    told = pair.per.ok("check")
    assert told.count("warning answer-mismatch") == 2, "Kari accepted neither change"
    assert " proposed " in pair.per.ok("status")
    late = pair.per.run("overdue", "--rule", "agreement-unaccepted", today="2026-10-15").out
    assert "from the employee" in late
    assert "from the leader" in late
    for one in (pair.kari, pair.per):
        one.ok("agree", "kari", "--accept", "--yes")
    pair.share()
    assert " in force " in pair.kari.ok("status")


def test_accepted_by_one_and_changed_by_the_other_is_in_force_for_nobody(pair: Pair) -> None:
    propose(pair)
    pair.kari.ok("agree", "kari", "--accept", "--yes")
    pair.per.ok("agree", "kari", "--set", "goals.speed.due=2026-11-01")
    pair.share()
    assert " proposed " in pair.kari.ok("status")
    pair.per.ok("agree", "kari", "--accept", "--yes")
    assert " accepted by one " in pair.per.ok("status")


def test_one_line_changed_by_both_is_a_conflict_that_every_command_names(pair: Pair) -> None:
    propose(pair)
    pair.kari.ok("agree", "kari", "--set", "goals.speed.due=2026-11-01")
    pair.per.ok("agree", "kari", "--set", "goals.speed.due=2026-12-15")
    pair.kari.git("push", "-q")
    pulled = subprocess.run(
        ["git", "pull", "-q", "--no-rebase", "--no-edit"], cwd=pair.per.root, capture_output=True, check=False
    )
    assert pulled.returncode == 1
    found = pair.per.run("check")
    assert found.code == 1
    assert f"{AGREEMENT}:" in found.out
    assert "conflict-markers" in found.out
    before = pair.per.text(AGREEMENT)
    refused = pair.per.run("agree", "kari", "--accept", "--yes")
    assert (refused.code, "a conflict of a merge is not resolved" in refused.err) == (3, True)
    assert pair.per.text(AGREEMENT) == before
    agenda = pair.per.run("checkin", "kari", "--show")
    assert agenda.code == 3
