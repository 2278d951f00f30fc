"""Answering exactly the text that was read: what changed meanwhile, is empty, or lies ahead, is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import Goals, become
from goaltalk.call import Call
from goaltalk.errors import SaveProblem
from goaltalk.workspace import Workspace
from goaltalk.writing.agreement import open_desk
from goaltalk.writing.answering import Reply, answer_agreement
from terminal import make_editor, on_terminal

KARI, AGREEMENT = "kari-nordmann", "people/kari-nordmann/2026-H2/agreement.yaml"


@pytest.fixture
def proposed(goals: Goals) -> Goals:
    """A repository with a text that waits for both answers."""
    goals.ok("agree", "kari", "--set", "goals+=Halve the lead time")
    return goals


def test_a_text_that_changed_while_it_was_read_is_not_answered(
    proposed: Goals, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, KARI)
    call = Call(now=datetime(2026, 9, 15, 12, tzinfo=UTC), repo=proposed.root)
    desk = open_desk(Workspace(call), KARI)
    assert desk.standing.state == "proposed"
    proposed.write(AGREEMENT, proposed.text(AGREEMENT).replace("Halve", "Double"))
    with pytest.raises(SaveProblem, match="has changed meanwhile; read it again"):
        answer_agreement(desk, Reply("accepted"))
    assert not (proposed.root / "people" / KARI / "2026-H2" / "answers").exists()


@pytest.mark.parametrize("answer", [("--accept", "--yes"), ("--decline", "Too much")])
def test_there_is_nothing_to_answer_in_an_empty_form(goals: Goals, answer: tuple[str, ...]) -> None:
    missing = goals.run("agree", "kari", *answer, who=KARI)
    goals.ok("agree", "kari", "--no-edit")
    empty = goals.run("agree", "kari", *answer, who=KARI)
    for result in (missing, empty):
        assert (result.code, "has no agreement for 2026-H2 to answer yet" in result.err) == (2, True)


def test_a_review_is_not_received_on_a_day_that_has_not_come(agreed: Goals) -> None:
    agreed.ok("review", "kari", "--period", "2026-H2", "--set", "effort=Steady")
    agreed.ok("review", "kari", "--period", "2026-H2", "--set", "effort=Good", who=KARI)
    result = agreed.run(
        "review", "kari", "--period", "2026-H2", "--acknowledge", who=KARI, today="2090-01-05"
    )
    assert (result.code, "2090-01-05 is ahead" in result.err) == (3, True)


def test_what_is_in_force_opens_no_editor(agreed: Goals, tmp_path: Path) -> None:
    code, screen = on_terminal(agreed, make_editor(tmp_path, "echo x >> $1"), "agree", "kari")
    assert (code, "--amend" in screen) == (3, True)
    assert not (tmp_path / "runs").exists()


def test_a_text_written_by_hand_is_proposed_when_the_tool_first_meets_it(goals: Goals) -> None:
    goals.write(AGREEMENT, "schema: agreement/1\nrole: Lead # by hand\n")
    goals.ok("agree", "kari", "--no-edit")
    assert "proposed: 2026-09-15" in goals.text(AGREEMENT)
    assert "role: Lead # by hand\n" in goals.text(AGREEMENT)
