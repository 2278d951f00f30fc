"""What one person is to do next, beyond what is late."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.answers import answer_name
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.records import Answer, EmployeePreparation, Feedback, LeaderPreparation
from goaltalk.domain.records.fields import Side
from goaltalk.domain.reviews import digest_of_review
from goaltalk.domain.todo import Task, find_tasks, in_order

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    OLA,
    PER,
    action,
    agreed_goals,
    agreement,
    answered,
    checkin,
    company,
    conversation,
    day,
    goal,
    half,
    held,
    in_force,
    kari,
    make,
    person,
    planned,
    review,
    talk,
    unit,
)

WISHING: Halves[EmployeePreparation, LeaderPreparation] = Halves(
    make(
        {"wishes": [{"id": "room", "text": "A room"}, {"id": "time", "text": "More of it"}]},
        EmployeePreparation,
    ),
    None,
)
AGREED = in_force(conversation(H2, agreement=agreed_goals(goal("speed"))), "2026-07-10")


def tasks(
    actor: str,
    today: str,
    *conversations: Conversation,
    known: Company | None = None,
    until: str = "2026-12-31",
    rule: str | None = None,
) -> list[Task]:
    found = find_tasks(known or company(), actor, KARI, conversations, day(today), day(until))
    return [one for one in in_order(found) if rule in (None, one.rule)]


def test_a_deadline_is_a_task_of_who_acts_and_of_nobody_else() -> None:
    (one,) = tasks(PER, "2026-08-18", AGREED)
    assert (one.rule, one.is_late, str(one.due), one.person) == ("checkin-overdue", True, "2026-08-10", KARI)
    assert (one.what, one.command) == (
        "call a check-in",
        "goaltalk invite kari-nordmann --at WHEN --kind checkin",
    )
    assert tasks(KARI, "2026-08-18", AGREED) == []
    assert tasks(OLA, "2026-08-18", AGREED) == []


@pytest.mark.parametrize(
    ("until", "shown"), [("2026-08-09", []), ("2026-08-10", [False]), ("2026-08-31", [False])]
)
def test_what_is_ahead_is_shown_up_to_a_day(until: str, shown: list[bool]) -> None:
    assert [one.is_late for one in tasks(PER, "2026-08-01", AGREED, until=until)] == shown


@pytest.mark.parametrize(
    ("one", "actor", "command"),
    [
        (planned("2026-08-25"), PER, "goaltalk agenda kari-nordmann --kind checkin --date 2026-08-25"),
        (planned("2026-08-12"), KARI, "goaltalk checkin kari-nordmann --date 2026-08-12"),
        (
            checkin("2026-08-12", half(topics={"status": "x"})),
            PER,
            "goaltalk checkin kari-nordmann --date 2026-08-12 --held 2026-08-12",
        ),
    ],
    ids=["planned ahead", "planned, and nothing reported", "written, and not confirmed"],
)
def test_the_command_is_the_next_step(one: object, actor: str, command: str) -> None:
    known = replace(AGREED, checkins=(one,))
    assert [each.command for each in tasks(actor, "2026-08-20", known, until="2026-08-20")] == [command]


def test_a_talk_ahead_is_the_next_step_too() -> None:
    one = replace(AGREED, talk=talk(leader={"at": "2026-08-25T10:00"}), preparation=WISHING)
    (found,) = tasks(PER, "2026-08-20", one, until="2026-08-20", rule="checkin-overdue")
    assert (found.what, found.command) == (
        "hold the talk planned for 2026-08-25",
        "goaltalk agenda kari-nordmann --kind talk --date 2026-08-25",
    )


def test_the_same_step_stands_once() -> None:
    """Both the check-in and its being unconfirmed ask for the same."""
    known = replace(AGREED, checkins=(checkin("2026-08-12", half(topics={"status": "x"})),))
    assert [(one.rule, str(one.due)) for one in tasks(PER, "2026-08-20", known)] == [
        ("checkin-overdue", "2026-08-10")
    ]


def test_somebody_elses_action_is_told_how_to_look_it_up() -> None:
    text = agreement(proposed="2026-07-03", actions=[action("call", who=OLA, due="2026-08-05")])
    (one,) = tasks(OLA, "2026-08-06", conversation(H2, agreement=text), known=company({OLA: person(OLA)}))
    assert (one.what, one.command) == ("do the action call", "goaltalk status kari-nordmann")


class TestReport:
    def test_the_employee_reports_before_the_meeting(self) -> None:
        (one,) = tasks(KARI, "2026-08-01", replace(AGREED, checkins=(planned("2026-08-25"),)))
        assert (one.rule, str(one.due), one.is_late) == ("report", "2026-08-25", False)
        assert one.command == "goaltalk checkin kari-nordmann --date 2026-08-25"
        assert one.about == Address("checkin", KARI, "2026-H2", "leader", "2026-08-25")

    def test_not_once_they_have(self) -> None:
        written = replace(AGREED, checkins=(planned("2026-08-25", half(topics={"status": "x"})),))
        assert tasks(KARI, "2026-08-01", written) == []


class TestWishes:
    @pytest.mark.parametrize(
        ("one", "due"),
        [
            pytest.param(conversation(H2), None, id="before anything"),
            pytest.param(conversation(H2, talk=talk({"held": "2026-08-20"})), "2026-09-03", id="talked"),
            pytest.param(conversation(H2, talk=talk({"held": "2026-09-20"})), None, id="a talk ahead"),
            pytest.param(conversation(H2, agreement=agreed_goals(goal("a"))), "2026-07-17", id="proposed"),
        ],
    )
    def test_they_wait_for_the_talk_or_the_proposal(self, one: Conversation, due: str | None) -> None:
        wishing = replace(one, preparation=WISHING)
        found = tasks(PER, "2026-08-25", wishing, rule="wish-unanswered")
        assert [str(each.due) for each in found] == ([due] if due else [])
        assert not any(each.is_late for each in found)
        assert tasks(KARI, "2026-08-25", wishing, rule="wish-unanswered") == []

    def test_they_are_a_matter_of_their_period(self) -> None:
        one = replace(conversation(H2, talk=talk({"held": "2026-12-20"})), preparation=WISHING)
        for today, count in (("2026-12-31", 1), ("2027-01-01", 0)):
            assert len(tasks(PER, today, one, rule="wish-unanswered", until="2027-02-01")) == count

    def test_ids_and_no_texts(self) -> None:
        (one,) = tasks(PER, "2026-08-25", replace(AGREED, preparation=WISHING), rule="wish-unanswered")
        assert one.what == "answer 2 wishes in the agreement: room, time"
        assert one.command == "goaltalk agree kari-nordmann --period 2026-H2 --amend WHY"

    def test_an_answer_is_an_answer(self) -> None:
        text = agreement(proposed="2026-07-03", wishes=[{"id": "room", "answer": "no"}, {"id": "time"}])
        one = conversation(H2, agreement=text, preparation=WISHING)
        (found,) = tasks(PER, "2026-08-25", one, rule="wish-unanswered")
        assert found.what == "answer 1 wish in the agreement: time"
        assert found.command == "goaltalk agree kari-nordmann --period 2026-H2"


class TestTakeOver:
    NEW = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-09-01"}]))
    OLD = in_force(conversation(H2, agreement=agreed_goals(goal("speed"))), "2026-07-10", leader=ANNE)
    MET_BEFORE = replace(OLD, checkins=(held("2026-09-01"),))
    MET_SINCE = replace(OLD, checkins=(held("2026-09-02"),))
    TALKED = replace(OLD, talk=talk({"held": "2026-09-20"}))
    HISTORY = conversation(H1, agreement=agreed_goals(goal("calm")))

    @pytest.mark.parametrize(
        ("today", "known", "conversations", "due"),
        [
            pytest.param("2026-09-01", NEW, [OLD], None, id="the last day of the one before"),
            pytest.param("2026-09-02", NEW, [OLD], "2026-09-16", id="the first day"),
            pytest.param("2026-12-01", NEW, [OLD], "2026-09-16", id="until it was done"),
            pytest.param("2026-12-01", NEW, [MET_BEFORE], "2026-09-16", id="met before"),
            pytest.param("2026-12-01", NEW, [MET_SINCE], None, id="met since"),
            pytest.param("2026-12-01", NEW, [TALKED], None, id="talked"),
            pytest.param("2026-09-02", company(), [AGREED], None, id="no change"),
            pytest.param("2026-09-02", NEW, [], None, id="nothing to take over"),
            pytest.param("2026-09-02", NEW, [HISTORY], None, id="history"),
        ],
    )
    def test_a_new_leader_meets_the_employee(
        self, today: str, known: Company, conversations: Sequence[Conversation], due: str | None
    ) -> None:
        found = tasks(PER, today, *conversations, known=known, rule="take-over")
        assert [str(one.due) for one in found] == ([due] if due else [])
        assert not any(one.is_late for one in found)

    @pytest.mark.parametrize(("held_on", "kind"), [(None, "talk"), ("2026-08-20", "checkin")])
    def test_the_period_has_one_talk(self, held_on: str | None, kind: str) -> None:
        one = replace(self.OLD, talk=talk({"held": held_on} if held_on else {}))
        (found,) = tasks(PER, "2026-09-02", one, known=self.NEW, rule="take-over")
        assert found.command == f"goaltalk invite kari-nordmann --at WHEN --kind {kind}"
        assert found.what == "meet to take over; the agreement for 2026-H2 stays as it is"


def test_feedback_asked_without_a_date_comes_last() -> None:
    asked = [make({"from": OLA, "asked_by": "leader", "due": due}, Feedback) for due in (None, "2026-09-10")]
    one = conversation(H2, feedback={OLA: asked[0]}, agreement=agreement(proposed="2026-08-20", role="Lead"))
    (found,) = tasks(OLA, "2026-08-25", one)
    assert (found.rule, found.due, found.command) == (
        "feedback-asked",
        None,
        "goaltalk feedback give kari-nordmann",
    )
    (dated,) = tasks(
        OLA, "2026-08-25", replace(one, feedback={OLA: asked[1]}), known=company({OLA: person(OLA)})
    )
    assert (dated.rule, str(dated.due)) == ("feedback-overdue", "2026-09-10")
    other = replace(found, person=PER)
    assert in_order([other, dated]) == (dated, other)


def test_the_deputy_gets_the_list_while_the_leader_is_away() -> None:
    gone = {"away": [{"from": "2026-08-15", "to": "2026-08-31"}]}
    known = company({PER: person(PER, **gone), OLA: person(OLA)}, {"platform": unit(PER, deputy=OLA)})
    one = replace(answered(replace(AGREED, answers={}), "employee", "2026-07-10"), preparation=WISHING)
    today, rules = "2026-08-18", {"agreement-unaccepted", "wish-unanswered", "checkin-overdue"}
    assert {each.rule for each in tasks(OLA, today, one, known=known)} >= rules - {"checkin-overdue"}
    assert tasks(PER, today, one, known=known) == []


def test_who_has_left_gives_nobody_anything_to_do() -> None:
    assert (
        tasks(PER, "2026-08-18", replace(AGREED, preparation=WISHING), known=company(kari(ends="2026-08-01")))
        == []
    )


class TestPassed:
    """A meeting that was called and has passed in silence: the leader is asked whether it was held."""

    CALLED = replace(AGREED, checkins=(planned("2026-08-05"),))

    @pytest.mark.parametrize(("today", "count"), [("2026-08-04", 0), ("2026-08-05", 0), ("2026-08-06", 1)])
    def test_from_the_day_after(self, today: str, count: int) -> None:
        assert len(tasks(PER, today, self.CALLED, rule="passed")) == count
        assert tasks(KARI, today, self.CALLED, rule="passed") == []

    def test_it_says_what_to_run(self) -> None:
        (one,) = tasks(PER, "2026-08-06", self.CALLED, rule="passed")
        assert one.what == "say whether the check-in of 2026-08-05 was held"
        assert one.command == "goaltalk checkin kari-nordmann --date 2026-08-05 --held 2026-08-05"
        assert (str(one.due), one.is_late) == ("2026-08-05", False)
        assert one.about == Address("checkin", KARI, "2026-H2", "leader", "2026-08-05")

    def test_a_talk_as_well(self) -> None:
        called = conversation(H2, talk=talk(None, {"at": "2026-08-05T10:00"}))
        (one,) = tasks(PER, "2026-08-06", called, rule="passed")
        assert one.command == "goaltalk talk kari-nordmann --held 2026-08-05"

    @pytest.mark.parametrize(
        "checkins",
        [
            pytest.param((planned("2026-08-05"), held("2026-08-10")), id="held another day"),
            pytest.param((planned("2026-08-05", half(skipped=True)),), id="skipped"),
            pytest.param((checkin("2026-08-05", half()),), id="nobody called it"),
        ],
    )
    def test_not_where_it_is_settled(self, checkins: tuple[DatedCheckIn, ...]) -> None:
        assert tasks(PER, "2026-08-12", replace(AGREED, checkins=checkins), rule="passed") == []

    def test_once_it_is_overdue_it_stands_there_once(self) -> None:
        written = planned("2026-08-05", half(topics={"status": "x"}))
        found = tasks(PER, "2026-09-20", replace(AGREED, checkins=(written,)))
        assert [one.command for one in found].count(
            "goaltalk checkin kari-nordmann --date 2026-08-05 --held 2026-08-05"
        ) == 1


BOTH_WROTE = conversation(H1, review=review({"effort": "Good", "held": "2026-07-01"}, {"effort": "Fine"}))


def received(one: Conversation, side: Side, by: str) -> Conversation:
    digest = digest_of_review(company(), one)
    answer = Answer(to="review", digest=digest, by=by, role=side, on=day("2026-07-05"), answer="received")
    return replace(one, answers={**one.answers, f"{answer_name('review', digest)}.{side}": answer})


def changed(one: Conversation) -> Conversation:
    return replace(one, review=review({"effort": "Great", "held": "2026-07-01"}, {"effort": "Fine"}))


@pytest.mark.parametrize(
    ("one", "actor", "found"),
    [
        pytest.param(BOTH_WROTE, KARI, [("2026-07-15", "say that you have received")], id="held"),
        pytest.param(BOTH_WROTE, PER, [], id="it is the employee's"),
        pytest.param(
            replace(BOTH_WROTE, review=review({"effort": "Good"}, {"effort": "Fine"})),
            KARI,
            [],
            id="not held",
        ),
        pytest.param(replace(BOTH_WROTE, review=review({"held": "2026-07-01"})), KARI, [], id="one half"),
        pytest.param(received(BOTH_WROTE, "employee", KARI), KARI, [], id="received"),
        pytest.param(changed(received(BOTH_WROTE, "employee", KARI)), KARI, [(None, "read")], id="changed"),
        pytest.param(changed(received(BOTH_WROTE, "leader", PER)), PER, [(None, "read")], id="the leader's"),
        pytest.param(changed(received(BOTH_WROTE, "employee", KARI)), PER, [], id="changed, for the other"),
    ],
)
def test_a_review_waits_to_be_received(
    one: Conversation, actor: str, found: list[tuple[str | None, str]]
) -> None:
    waiting = tasks(actor, "2026-07-10", one, rule="review-waiting")
    assert [(task.due and str(task.due), task.command) for task in waiting] == [
        (due, "goaltalk review kari-nordmann --period 2026-H1 --acknowledge") for due, _ in found
    ]
    assert all(task.what.startswith(words) for task, (_, words) in zip(waiting, found, strict=True))
