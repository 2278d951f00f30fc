"""The fold: where goals and actions stand after the agreement and the check-ins."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn
from goaltalk.domain.progress import (
    ActionProgress,
    GoalProgress,
    Progress,
    fold_all_actions,
    fold_progress,
    governing,
)

from .build import (
    H1,
    H2,
    NEXT_H1,
    PER,
    action,
    agreed_goals,
    agreement,
    checkin,
    company,
    conversation,
    day,
    goal,
    half,
    held,
    in_force,
    planned,
    skipped,
    steadily,
)

TODAY = "2026-12-31"
KNOWN = company()


def said(on: str, status: str | None = None, **keys: Any) -> DatedCheckIn:
    """A held check-in in which the employee speaks of the goal `speed`."""
    report = keys if status is None else {"status": status} | keys
    return held(on, goals={"speed": report})


def speed(*checkins: DatedCheckIn, today: str = TODAY) -> GoalProgress:
    """Fold the goal `speed` of an agreement that both have accepted."""
    one = in_force(conversation(H2, *checkins, agreement=agreed_goals(goal("speed"))), "2026-07-05")
    found = fold_progress(KNOWN, [one], "2026-H2", day(today)).goal("speed")
    assert found is not None
    return found


def book(*checkins: DatedCheckIn, today: str = TODAY, due: str | None = None) -> ActionProgress:
    """Fold the action `book` of an agreement proposed on 3 July."""
    text = agreement(proposed="2026-07-03", actions=[action("book", due=due)])
    (found,) = fold_progress(
        KNOWN, [conversation(H2, *checkins, agreement=text)], "2026-H2", day(today)
    ).actions
    return found


class TestGoals:
    def test_nothing_said_is_not_started(self) -> None:
        assert speed() == GoalProgress(speed().goal)
        assert speed().status == "not_started"
        assert speed().turns == ()

    def test_the_latest_of_each_thing_said_counts(self) -> None:
        folded = speed(
            said("2026-08-01", "on_track", progress=20, value=4.5),
            said("2026-09-01", "at_risk"),
            said("2026-10-01", progress=0),
            said("2026-11-01", value=0),
        )
        assert (folded.status, folded.progress, folded.value) == ("at_risk", 0, 0)
        assert [one.day for one in folded.history] == [
            day(f"2026-{month}-01") for month in ("08", "09", 10, 11)
        ]

    def test_turns_are_the_statuses_where_they_changed(self) -> None:
        days = ["on_track", "on_track", None, "at_risk", "on_track"]
        folded = speed(*(said(f"2026-08-{place:02}", status) for place, status in enumerate(days, 1)))
        assert folded.turns == ("on_track", "at_risk", "on_track")

    @pytest.mark.parametrize(
        ("today", "status"),
        [("2026-08-31", "not_started"), ("2026-09-01", "on_track"), ("2026-09-02", "on_track")],
    )
    def test_a_checkin_counts_from_its_day(self, today: str, status: str) -> None:
        assert speed(said("2026-09-01", "on_track"), today=today).status == status

    def test_what_was_reported_counts_also_if_nobody_met(self) -> None:
        both = checkin("2026-09-01", half(goals={"speed": {"status": "at_risk"}}), half(skipped="Ill"))
        assert speed(both).status == "at_risk"
        assert speed(checkin("2026-09-01", half(skipped="Ill"), both.halves.employee)).status == "at_risk"

    def test_what_was_written_counts_before_the_meeting_is_confirmed(self) -> None:
        assert speed(checkin("2026-09-01", half(goals={"speed": {"status": "at_risk"}}))).status == "at_risk"

    @pytest.mark.parametrize(
        ("mine", "theirs", "status", "leader_status"),
        [
            ({"status": "on_track"}, {"status": "at_risk"}, "on_track", "at_risk"),
            ({"status": "on_track"}, {"status": "on_track"}, "on_track", None),
            ({"progress": 5}, {"status": "at_risk"}, "at_risk", None),
            ({"status": "on_track"}, {"progress": 5}, "on_track", None),
        ],
        ids=["they differ", "they agree", "only the leader", "only the employee"],
    )
    def test_where_the_sides_differ_the_employees_status_counts(
        self, mine: dict[str, Any], theirs: dict[str, Any], status: str, leader_status: str | None
    ) -> None:
        folded = speed(checkin("2026-09-01", half(goals={"speed": mine}), half(goals={"speed": theirs})))
        assert folded.status == status
        assert folded.history[0].leader_status == leader_status

    def test_figures_of_the_leader_fill_in_for_those_the_employee_left_out(self) -> None:
        mine, theirs = {"progress": 0}, {"progress": 50, "value": 3}
        folded = speed(checkin("2026-09-01", half(goals={"speed": mine}), half(goals={"speed": theirs})))
        assert (folded.progress, folded.value) == (0, 3)
        mine, theirs = {"value": 0}, {"progress": 50, "value": 3}
        folded = speed(checkin("2026-09-01", half(goals={"speed": mine}), half(goals={"speed": theirs})))
        assert (folded.progress, folded.value) == (50, 0)

    @pytest.mark.parametrize(
        ("status", "closed"),
        [
            ("not_started", False),
            ("on_track", False),
            ("at_risk", False),
            ("off_track", False),
            ("achieved", True),
            ("missed", True),
            ("dropped", True),
        ],
    )
    def test_a_goal_is_closed_when_it_is_settled(self, status: str, closed: bool) -> None:
        assert speed(said("2026-09-01", status)).is_closed is closed

    def test_goals_that_the_agreement_does_not_hold_are_left_out(self) -> None:
        one = conversation(H2, said("2026-09-01", "at_risk"), agreement=agreed_goals(goal("other")))
        folded = fold_progress(KNOWN, [one], "2026-H2", day(TODAY))
        assert [(one.goal.id, one.status) for one in folded.goals] == [("other", "not_started")]
        assert folded.goal("speed") is None


class TestWhichAgreement:
    """January may still speak of last period's goals."""

    OLD = in_force(conversation(H2, agreement=agreed_goals(goal("speed"))), "2026-07-05")
    NEW = conversation(
        NEXT_H1,
        said("2027-01-15", "achieved"),
        said("2027-02-15", "at_risk"),
        agreement=agreed_goals(goal("speed"), proposed="2027-01-20"),
    )

    def statuses(self, *conversations: Conversation) -> tuple[str | None, str | None]:
        folded = [
            fold_progress(KNOWN, conversations, label, day("2027-06-01")).goal("speed")
            for label in ("2026-H2", "2027-H1")
        ]
        return folded[0].status if folded[0] else None, folded[1].status if folded[1] else None

    def test_a_checkin_speaks_of_the_agreement_in_force_on_its_day(self) -> None:
        assert self.statuses(self.OLD, in_force(self.NEW, "2027-02-01")) == ("achieved", "at_risk")

    @pytest.mark.parametrize(
        ("since", "expected"),
        [
            ("2027-01-15", ("not_started", "at_risk")),
            ("2027-01-16", ("achieved", "at_risk")),
            ("2027-02-15", ("achieved", "at_risk")),
            ("2027-02-16", ("at_risk", "not_started")),
        ],
    )
    def test_it_does_so_from_the_day_both_accepted(self, since: str, expected: tuple[str, str]) -> None:
        assert self.statuses(self.OLD, in_force(self.NEW, since)) == expected

    def test_while_none_is_in_force_it_speaks_of_its_own_period(self) -> None:
        assert self.statuses(replace(self.OLD, answers={}), self.NEW) == ("not_started", "at_risk")

    def test_while_none_is_in_force_it_speaks_of_its_folder_whatever_its_day(self) -> None:
        astray = conversation(H2, said("2027-01-10", "at_risk"), agreement=agreed_goals(goal("speed")))
        assert self.statuses(conversation(H1), astray) == ("at_risk", None)

    def test_an_agreement_accepted_early_counts_from_its_periods_start(self) -> None:
        early = in_force(conversation(NEXT_H1, agreement=agreed_goals(goal("speed"))), "2026-12-10")
        conversations = [self.OLD, early]
        assert governing(KNOWN, conversations, day("2026-12-31")) is self.OLD
        assert governing(KNOWN, conversations, day("2027-01-01")) is early

    @pytest.mark.parametrize(
        ("on", "label"), [("2026-07-04", "2026-H2"), ("2026-06-30", "2026-H1"), ("2025-06-30", None)]
    )
    def test_before_any_is_in_force_it_is_the_period_of_the_day(self, on: str, label: str | None) -> None:
        found = governing(KNOWN, [conversation(H1), self.OLD], day(on))
        assert (found.period.label if found else None) == label


class TestActions:
    def test_an_action_is_open_until_it_is_closed(self) -> None:
        assert (book().state, book().closed, book().raised) == ("open", None, day("2026-07-03"))
        done = book(held("2026-09-01", done=["book"]))
        assert (done.state, done.closed) == ("done", day("2026-09-01"))
        dropped = book(checkin("2026-09-01", None, half(dropped=[{"id": "book"}])))
        assert (dropped.state, dropped.closed) == ("dropped", day("2026-09-01"))

    def test_the_first_closing_counts(self) -> None:
        one = book(held("2026-09-01", done=["book"]), held("2026-10-01", dropped=[{"id": "book"}]))
        assert (one.state, one.closed) == ("done", day("2026-09-01"))

    @pytest.mark.parametrize(
        ("today", "state"), [("2026-09-30", "open"), ("2026-10-01", "open"), ("2026-10-02", "overdue")]
    )
    def test_an_action_is_overdue_after_its_date(self, today: str, state: str) -> None:
        assert book(due="2026-10-01", today=today).state == state

    def test_what_is_done_is_never_overdue(self) -> None:
        assert book(held("2026-10-05", done=["book"]), due="2026-10-01").state == "done"

    def test_a_moved_action_keeps_all_its_dates(self) -> None:
        later = [{"id": "book", "due": "2026-11-01"}]
        latest = [{"id": "book", "due": "2027-01-10"}]
        one = book(held("2026-09-01", moved=later), held("2026-10-01", moved=latest), due="2026-10-01")
        assert (one.state, one.due) == ("open", day("2027-01-10"))
        assert one.moved == (day("2026-11-01"), day("2027-01-10"))

    def test_both_sides_moving_it_to_one_day_move_it_once(self) -> None:
        moved = half(moved=[{"id": "book", "due": "2026-11-01"}])
        assert book(checkin("2026-09-01", moved, moved)).moved == (day("2026-11-01"),)

    def test_unknown_actions_are_passed_over(self) -> None:
        odd = held("2026-09-01", done=["x"], dropped=[{"id": "x"}], moved=[{"id": "x", "due": "2026-11-01"}])
        assert book(odd).state == "open"

    def test_carried_counts_the_held_checkins_that_an_action_outlived(self) -> None:
        one = book(
            held("2026-07-03"),  # on the day it was raised
            held("2026-08-01"),
            planned("2026-09-01"),
            skipped("2026-10-01"),
            held("2026-11-01"),
            held("2026-12-01", done=["book"]),
            held("2026-12-15"),
        )
        assert one.carried == 2

    def test_an_action_raised_in_a_checkin_is_carried_from_the_next(self) -> None:
        raised = checkin("2026-09-01", half(held="2026-09-01"), half(actions=[action("call", who=PER)]))
        one = conversation(H2, raised, held("2026-10-01"))
        (call,) = fold_all_actions([one], day(TODAY))
        assert (call.raised, call.carried, call.action.who) == (day("2026-09-01"), 1, PER)
        about = call.about
        assert (about.kind, about.period, about.side, about.name) == (
            "checkin",
            "2026-H2",
            "leader",
            "2026-09-01",
        )

    def test_an_action_of_a_new_agreement_is_not_carried_from_before_it(self) -> None:
        old = conversation(H2, held("2026-09-01"), held("2026-10-01"))
        new = conversation(NEXT_H1, held("2027-01-15"), agreement=agreement(actions=[action("book")]))
        (one,) = fold_all_actions([old, new], day("2027-02-01"))
        assert one.carried == 1

    def test_an_action_may_be_closed_in_the_checkin_that_raised_it(self) -> None:
        both = held("2026-09-01", actions=[action("call")], done=["call"])
        assert fold_all_actions([conversation(H2, both)], day(TODAY))[0].state == "done"


class TestCarryOver:
    OLD = conversation(
        H2,
        held("2026-09-01", actions=[action("left"), action("soon"), action("was-done")]),
        held("2026-12-01", done=["was-done"]),
    )
    NEW = conversation(NEXT_H1, held("2027-01-15", done=["soon"], actions=[action("fresh")]))

    def names(
        self, conversations: Sequence[Conversation], label: str, today: str = "2027-02-01"
    ) -> list[str]:
        folded = fold_progress(KNOWN, conversations, label, day(today))
        return [f"{one.action.id} {one.state}" for one in folded.actions]

    def test_what_was_open_when_the_period_began_is_carried_over(self) -> None:
        assert self.names([self.OLD, self.NEW], "2027-H1") == ["left open", "soon done", "fresh open"]

    def test_a_later_period_closes_actions_but_raises_none_of_an_earlier(self) -> None:
        assert self.names([self.OLD, self.NEW], "2026-H2") == ["left open", "soon done", "was-done done"]
        assert self.names([self.OLD, self.NEW], "2026-H2", "2027-01-14") == [
            "left open",
            "soon open",
            "was-done done",
        ]

    def test_carry_over_needs_nothing_written_in_the_new_period(self) -> None:
        assert self.names([self.OLD], "2027-H1") == ["left open", "soon open"]

    def test_an_action_closed_on_the_periods_first_day_was_still_open_when_it_began(self) -> None:
        first = conversation(NEXT_H1, held("2027-01-01", done=["left", "soon"]))
        assert self.names([self.OLD, first], "2027-H1") == ["left done", "soon done"]

    def test_before_the_first_period_there_is_nothing(self) -> None:
        assert self.names([self.OLD], "2025-H1") == []
        assert fold_progress(KNOWN, [], "2027-H1", day(TODAY)) == Progress()
        assert fold_progress(KNOWN, [self.OLD], "", day(TODAY)) == Progress()

    def test_open_actions_come_by_date_those_without_one_last(self) -> None:
        text = agreement(
            actions=[
                action("b"),
                action("a"),
                action("late", due="2026-08-01"),
                action("next", due="2026-12-01"),
            ]
        )
        folded = fold_progress(KNOWN, [conversation(H2, agreement=text)], "2026-H2", day("2026-09-01"))
        assert [one.action.id for one in folded.open_actions] == ["late", "next", "a", "b"]


reports = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["on_track", "at_risk", "achieved"]),
        "progress": st.integers(0, 100),
    },
)
halves = st.builds(
    half,
    goals=st.dictionaries(st.sampled_from(["speed", "teach"]), reports, max_size=2),
    done=st.lists(st.sampled_from(["book", "call"]), max_size=1),
    moved=st.lists(st.just({"id": "book", "due": "2026-12-01"}), max_size=1),
    actions=st.lists(st.just(action("call")), max_size=1),
)
lists_of_checkins = st.dictionaries(
    st.dates(day("2026-07-01"), day("2027-05-01")), st.tuples(halves, st.none() | halves), max_size=5
)


def spread(found: dict[Any, Any], known: Company) -> list[Conversation]:
    """Put check-ins into the folders of their days, with an agreement in force in each."""
    text = agreement(
        proposed="2026-07-03",
        goals=[goal("speed"), goal("teach")],
        actions=[action("book", due="2026-10-01")],
    )
    return [
        in_force(
            conversation(
                period,
                *(checkin(on.isoformat(), *both) for on, both in found.items() if on in period),
                agreement=text,
            ),
            since,
        )
        for period, since in ((H2, "2026-07-20"), (NEXT_H1, "2027-01-20"))
    ]


@steadily
@given(lists_of_checkins, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(found: dict[Any, Any], chance: Any) -> None:
    conversations = spread(found, KNOWN)
    mixed = [
        replace(one, checkins=tuple(chance.sample(one.checkins, len(one.checkins)))) for one in conversations
    ]
    chance.shuffle(mixed)
    for label in ("2026-H2", "2027-H1"):
        expected = fold_progress(KNOWN, conversations, label, day("2027-03-01"))
        assert fold_progress(KNOWN, mixed, label, day("2027-03-01")) == expected


@steadily
@given(lists_of_checkins)
def test_what_lies_ahead_changes_nothing(found: dict[Any, Any]) -> None:
    today = day("2026-11-01")
    past = {on: both for on, both in found.items() if on <= today}
    for label in ("2026-H2", "2027-H1"):
        expected = fold_progress(KNOWN, spread(past, KNOWN), label, today)
        assert fold_progress(KNOWN, spread(found, KNOWN), label, today) == expected
