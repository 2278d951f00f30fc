"""Every rule on the day before, the day and the day after, and what moves its day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.deadlines import (
    SEVERITIES,
    Deadline,
    find_deadlines,
    find_overdue,
    find_unit_deadlines,
)
from goaltalk.domain.periods import read_period
from goaltalk.domain.records import Brief, EmployeePreparation, Feedback, LeaderPreparation

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    NEXT_H1,
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
    skipped,
    steadily,
    talk,
    unit,
)

NOTED = half(topics={"status": "Well"})
FRIDAY = "2026-08-21"


def found(
    rule: str, today: str, *conversations: Conversation, known: Company | None = None
) -> list[tuple[str, str]]:
    """Return who is to act, and since when, of what one rule calls late."""
    late = find_overdue(known or company(), KARI, conversations, day(today))
    return [(str(one.responsible), str(one.due)) for one in late if one.rule == rule]


def away(first: str, last: str, **keys: Any) -> Company:
    return company(kari(away=[{"from": first, "to": last}], **keys))


def feedback(**keys: Any) -> Feedback:
    return make({"from": OLA, "asked_by": "employee", "asked": "2026-08-01"} | keys, Feedback)


def met(at: str = "2026-08-20", leader: Mapping[str, Any] | None = None) -> Conversation:
    """A talk that the leader has put in the calendar."""
    return conversation(H2, talk=talk(leader={"at": f"{at}T10:00"} | dict(leader or {})))


AGREED = in_force(conversation(H2, agreement=agreed_goals(goal("speed"))), "2026-07-10")
PROPOSED = conversation(H2, agreement=agreed_goals(goal("speed")))
GOAL = in_force(conversation(H2, agreement=agreed_goals(goal("speed", due="2026-10-01"))), "2026-07-10")
ACTION = conversation(H2, held("2026-07-20", actions=[action("call", due="2026-08-05")]))
WRITTEN = conversation(H2, checkin("2026-08-20", NOTED))
ASKED = conversation(H2, feedback={OLA: feedback(due="2026-08-20")})
COLLEAGUE = company({OLA: person(OLA)})


CASES = [
    # the rule, what was written, who acts, and the last day that is not late
    ("checkin-overdue", [AGREED], PER, "2026-08-10", "2026-08-17", company()),
    ("agreement-missing", [], PER, "2026-07-31", "2026-07-31", company()),
    (
        "agreement-unaccepted",
        [answered(PROPOSED, "leader", "2026-07-04")],
        KARI,
        "2026-07-17",
        None,
        company(),
    ),
    ("prep-missing", [met()], KARI, "2026-08-17", None, company()),
    ("action-overdue", [ACTION], KARI, "2026-08-05", None, company()),
    ("goal-overdue", [GOAL], KARI, "2026-10-01", None, company()),
    ("review-missing", [AGREED], PER, "2027-01-30", None, company()),
    ("feedback-overdue", [ASKED], OLA, "2026-08-20", None, COLLEAGUE),
    ("unconfirmed", [WRITTEN], PER, "2026-08-20", None, company()),
]


@pytest.mark.parametrize(
    ("rule", "conversations", "who", "due", "last", "known"), CASES, ids=[case[0] for case in CASES]
)
def test_it_is_late_the_day_after(
    rule: str, conversations: Sequence[Conversation], who: str, due: str, last: str | None, known: Company
) -> None:
    end = day(last or due)
    for today, late in ((end - timedelta(days=1), False), (end, False), (end + timedelta(days=1), True)):
        actors = found(rule, str(today), *conversations, known=known)
        assert ((who, due) in actors) is late, today


def test_every_rule_about_people_has_a_case() -> None:
    assert {case[0] for case in CASES} == SEVERITIES.keys() - {"short-notice", "brief-missing"}


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_is_off_is_nowhere(
    case: tuple[str, Sequence[Conversation], str, str, str | None, Company],
) -> None:
    rule, conversations, _, due, _, known = case
    settings = make(
        {"organisation": "Acme", "id": known.settings.id, "rules": {rule: "off"}}, type(known.settings)
    )
    off = replace(known, settings=settings)
    today = day(due) + timedelta(days=40)
    assert rule not in [one.rule for one in find_deadlines(off, KARI, conversations, today)]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_nobody_who_left_or_has_not_begun_has_deadlines(
    case: tuple[str, Sequence[Conversation], str, str, str | None, Company],
) -> None:
    today = day(case[3]) + timedelta(days=10)
    for keys in ({"ends": str(today - timedelta(days=1))}, {"starts": str(today + timedelta(days=1))}):
        known = company({OLA: person(OLA), **kari(**keys)})
        assert list(find_deadlines(known, KARI, case[1], today)) == []


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_messages_hold_no_word_that_somebody_wrote(
    case: tuple[str, Sequence[Conversation], str, str, str | None, Company],
) -> None:
    today = day(case[3]) + timedelta(days=20)
    for one in find_deadlines(case[5], KARI, case[1], today):
        for text in (one.message, one.task, one.command):
            assert "Something" not in text
            assert "A goal" not in text
            assert "Well" not in text
        assert one.command.startswith("goaltalk ")


class TestPrepMissing:
    @pytest.mark.parametrize(
        ("preparation", "who"),
        [
            (Halves(), [KARI, PER]),
            (Halves(EmployeePreparation(), LeaderPreparation()), [KARI, PER]),
            (Halves(EmployeePreparation(contribute="Tools"), None), [PER]),
            (Halves(None, LeaderPreparation(purpose="To listen")), [KARI]),
            (Halves(EmployeePreparation(contribute="Tools"), LeaderPreparation(purpose="Listen")), []),
        ],
        ids=["nothing", "forms", "the employee wrote", "the leader shared", "both"],
    )
    def test_each_side_that_wrote_nothing_acts(self, preparation: Any, who: list[str]) -> None:
        one = replace(met(), preparation=preparation)
        assert [name for name, _ in found("prep-missing", "2026-08-18", one)] == who

    @pytest.mark.parametrize(
        ("leader", "today", "late"),
        [
            ({}, "2026-08-20", True),
            ({}, "2026-08-21", False),
            ({"held": "2026-08-20"}, "2026-08-20", False),
            ({"skipped": True}, "2026-08-18", False),
        ],
        ids=["on the day itself", "once it has passed", "held", "called off"],
    )
    def test_it_matters_while_the_talk_is_ahead(self, leader: Any, today: str, late: bool) -> None:
        assert bool(found("prep-missing", today, met(leader=leader))) is late

    def test_it_points_at_the_half_that_plans_the_talk(self) -> None:
        both = find_deadlines(company(), KARI, [met()], day("2026-08-18"))
        assert {one.about for one in both if one.rule == "prep-missing"} == {
            Address("talk", KARI, "2026-H2", "leader")
        }

    def test_nobody_prepares_in_the_first_days_after_a_leave(self) -> None:
        assert found("prep-missing", "2026-08-20", met(), known=away("2026-08-01", "2026-08-16")) == []


class TestShortNotice:
    @pytest.mark.parametrize(
        ("invited", "late"),
        [("2026-08-12", False), ("2026-08-13", False), ("2026-08-14", True), ("2026-08-19", True)],
    )
    def test_a_talk_called_later_than_the_rule(self, invited: str, late: bool) -> None:
        one = met(leader={"invited": invited})
        assert found("short-notice", "2026-08-19", one) == ([(PER, "2026-08-13")] if late else [])

    def test_the_rule_is_a_setting(self) -> None:
        one = met(leader={"invited": "2026-08-13"})
        assert found("short-notice", "2026-08-19", one, known=company(notice_days=10)) == [
            (PER, "2026-08-10")
        ]
        assert found("short-notice", "2026-08-19", met(), known=company(notice_days=10)) == []

    @pytest.mark.parametrize(("today", "late"), [("2026-08-20", True), ("2026-08-21", False)])
    def test_it_matters_until_the_talk(self, today: str, late: bool) -> None:
        assert bool(found("short-notice", today, met(leader={"invited": "2026-08-18"}))) is late


class TestGoalOverdue:
    @pytest.mark.parametrize("status", ["achieved", "missed", "dropped"])
    def test_a_closed_goal_is_not_late(self, status: str) -> None:
        one = replace(GOAL, checkins=(held("2026-09-15", goals={"speed": {"status": status}}),))
        assert found("goal-overdue", "2026-10-02", one) == []
        one = replace(GOAL, checkins=(held("2026-09-15", goals={"speed": {"status": "at_risk"}}),))
        assert found("goal-overdue", "2026-10-02", one) == [(KARI, "2026-10-01")]

    def test_a_reviewed_goal_is_not_late(self) -> None:
        one = replace(GOAL, review=review({"goals": {"speed": {"result": "partly"}}}))
        assert found("goal-overdue", "2027-01-20", one) == []

    def test_once_a_new_agreement_is_in_force_the_old_goals_are_history(self) -> None:
        new = in_force(conversation(NEXT_H1, agreement=agreed_goals(goal("calm"))), "2027-01-10")
        assert found("goal-overdue", "2027-01-09", GOAL, new) == [(KARI, "2026-10-01")]
        assert found("goal-overdue", "2027-01-10", GOAL, new) == []

    def test_the_message_says_how_it_stands(self) -> None:
        (one,) = (
            one for one in find_overdue(company(), KARI, [GOAL], day("2026-10-02")) if "goal" in one.rule
        )
        assert one.message == "goal speed was due 2026-10-01 and is not started"
        assert (one.about, one.severity) == (Address("agreement", KARI, "2026-H2"), "warning")


class TestReviewMissing:
    TALKED = conversation(NEXT_H1, talk=talk({"held": "2027-01-20"}))

    OLD = in_force(conversation(H1, agreement=agreed_goals(goal("calm"))), "2026-02-01")
    HELD, BEGUN, AHEAD = (
        replace(AGREED, review=review(half))
        for half in ({"held": "2027-01-20"}, {"tasks": "Done"}, {"held": "2027-03-01"})
    )
    BY_LEADER = replace(AGREED, review=review(None, {"held": "2027-01-20"}))

    @pytest.mark.parametrize(
        ("conversations", "late"),
        [
            pytest.param([AGREED], True, id="nothing"),
            pytest.param([replace(AGREED, review=review({}, {}))], True, id="forms"),
            pytest.param([BEGUN], True, id="begun, and not held"),
            pytest.param([HELD], False, id="held"),
            pytest.param([BY_LEADER], False, id="held, says the leader"),
            pytest.param([AHEAD], True, id="held in the future"),
            pytest.param([AGREED, TALKED], True, id="a talk, and no review begun"),
            pytest.param([BEGUN, TALKED], False, id="a talk, and a review begun"),
            pytest.param([OLD, HELD], False, id="older ones are history"),
            pytest.param([conversation(H2)], False, id="nothing to review"),
            pytest.param([conversation(H2, held("2026-09-01"))], True, id="only check-ins"),
            pytest.param([conversation(H2, agreement=agreement())], False, id="an agreement left empty"),
        ],
    )
    def test_it_is_held_or_missing(self, conversations: Sequence[Conversation], late: bool) -> None:
        assert bool(found("review-missing", "2027-01-31", *conversations)) is late

    def test_what_ended_before_the_records_began_is_not_asked_for(self) -> None:
        assert found("review-missing", "2027-02-10", AGREED, known=company(tracked_from="2027-01-01")) == []
        assert found("review-missing", "2027-02-10", AGREED, known=company(tracked_from="2026-12-31")) != []

    def test_it_waits_for_who_is_away(self) -> None:
        known = away("2026-12-20", "2027-02-28")
        assert found("review-missing", "2027-03-30", AGREED, known=known) == []
        assert found("review-missing", "2027-03-31", AGREED, known=known) == [(PER, "2027-03-30")]

    def test_a_year_that_begins_in_august(self) -> None:
        school = company(year_starts=8)
        one = in_force(
            conversation(read_period("2026-H1", 8), agreement=agreed_goals(goal("speed"))), "2026-08-20"
        )
        assert found("review-missing", "2027-03-02", one, known=school) == []
        assert found("review-missing", "2027-03-03", one, known=school) == [(PER, "2027-03-02")]
        assert found("agreement-missing", "2026-08-31", known=school) == []
        assert found("agreement-missing", "2026-09-01", known=school) == [(PER, "2026-08-31")]


class TestFeedbackOverdue:
    def test_given_or_without_a_date_it_is_not_late(self) -> None:
        for keys in ({"due": "2026-08-20", "given": "2026-08-30"}, {}):
            one = conversation(H2, feedback={OLA: feedback(**keys)})
            assert found("feedback-overdue", "2026-09-01", one, known=COLLEAGUE) == []

    @pytest.mark.parametrize(("asked_by", "who"), [("employee", KARI), ("leader", PER)])
    def test_for_somebody_outside_the_one_who_asked_acts(self, asked_by: str, who: str) -> None:
        asked = feedback(**{"from": "Berit Ås, Customer", "asked_by": asked_by, "due": "2026-08-20"})
        one = conversation(H2, feedback={"berit-aas-customer": asked})
        (late,) = (each for each in find_overdue(company(), KARI, [one], day(FRIDAY)) if each.rule[0] == "f")
        assert (late.responsible, late.message) == (
            who,
            "feedback from berit-aas-customer was wanted by 2026-08-20",
        )
        assert late.about == Address("feedback", KARI, "2026-H2", None, "berit-aas-customer")

    def test_it_waits_for_the_one_asked(self) -> None:
        known = company({OLA: person(OLA, away=[{"from": "2026-08-15", "to": "2026-08-31"}])})
        assert found("feedback-overdue", "2026-09-15", ASKED, known=known) == []
        assert found("feedback-overdue", "2026-09-16", ASKED, known=known) == [(OLA, "2026-09-15")]

    def test_after_the_review_nobody_waits_for_it(self) -> None:
        one = replace(ASKED, review=review({"held": "2026-12-20"}))
        assert found("feedback-overdue", "2026-12-20", one, known=COLLEAGUE) == []


class TestUnconfirmed:
    @pytest.mark.parametrize(
        ("one", "late"),
        [
            pytest.param(conversation(H2, planned("2026-08-20")), False, id="nobody wrote"),
            pytest.param(conversation(H2, checkin("2026-08-20", None, NOTED)), True, id="the leader wrote"),
            pytest.param(conversation(H2, held("2026-08-20")), False, id="held"),
            pytest.param(conversation(H2, skipped("2026-08-20")), False, id="skipped"),
            pytest.param(met(leader={"notes": "Long"}), True, id="a talk"),
            pytest.param(met(), False, id="an empty talk"),
            pytest.param(conversation(H2, talk=talk({"notes": "Long"})), False, id="a talk without a day"),
        ],
    )
    def test_something_was_written_and_nothing_said(self, one: Conversation, late: bool) -> None:
        assert bool(found("unconfirmed", "2026-08-22", one)) is late

    def test_it_points_at_the_half_that_was_written(self) -> None:
        one = conversation(H2, checkin("2026-08-20", half(at="2026-08-20T10:00"), NOTED))
        (late,) = (each for each in find_overdue(company(), KARI, [one], day(FRIDAY)) if each.rule[0] == "u")
        assert late.about == Address("checkin", KARI, "2026-H2", "leader", "2026-08-20")


class TestBriefMissing:
    def briefs(
        self, today: str, known: Company, brief: Brief | None = None, members: Sequence[str] = (KARI, PER)
    ) -> list[tuple[str, str]]:
        deadlines = find_unit_deadlines(known, "platform", members, brief, day(today))
        return [(one.responsible, str(one.due)) for one in deadlines if one.is_late(day(today))]

    @pytest.mark.parametrize(
        ("today", "late"),
        [("2026-07-30", []), ("2026-07-31", []), ("2026-08-01", [(PER, "2026-07-31")])],
    )
    def test_it_is_late_thirty_days_into_the_period(self, today: str, late: list[tuple[str, str]]) -> None:
        assert self.briefs(today, company()) == late

    @pytest.mark.parametrize(
        ("known", "brief", "members", "late"),
        [
            pytest.param(company(), make({"message": "Welcome"}, Brief), (KARI, PER), False, id="written"),
            pytest.param(company(), Brief(), (KARI, PER), True, id="a form"),
            pytest.param(company(), None, (PER,), False, id="only the leader"),
            pytest.param(company(), None, (), False, id="nobody"),
            pytest.param(company(kari(ends="2026-07-01")), None, (KARI, PER), False, id="nobody any more"),
            pytest.param(
                company(tracked_from="2026-07-15"), None, (KARI, PER), False, id="the records began"
            ),
            pytest.param(company(rules={"brief-missing": "off"}), None, (KARI, PER), False, id="off"),
            pytest.param(
                company(closed=[{"from": "2026-07-06", "to": "2026-07-19"}]),
                None,
                (KARI,),
                False,
                id="closed",
            ),
        ],
    )
    def test_a_unit_with_people_wants_one(
        self, known: Company, brief: Brief | None, members: Sequence[str], late: bool
    ) -> None:
        assert bool(self.briefs("2026-08-01", known, brief, members)) is late

    def test_the_deputy_acts_while_the_leader_is_away(self) -> None:
        gone = {"away": [{"from": "2026-07-20", "to": "2026-08-20"}]}
        known = company({PER: person(PER, **gone), OLA: person(OLA)}, {"platform": unit(PER, deputy=OLA)})
        assert self.briefs("2026-08-01", known) == [(OLA, "2026-07-31")]


class TestDaysAway:
    """Monthly from 10 July: due on 10 August, late from 18 August."""

    @pytest.mark.parametrize(
        ("first", "last", "due", "last_good"),
        [
            pytest.param(
                "2026-08-17", "2026-08-17", "2026-08-10", "2026-09-01", id="on the last day of grace"
            ),
            pytest.param(
                "2026-08-18", "2026-08-30", "2026-08-10", "2026-08-17", id="when it is late already"
            ),
            pytest.param("2026-08-08", "2026-08-12", "2026-08-27", "2026-09-03", id="over the due date"),
            pytest.param("2026-07-13", "2026-07-14", "2026-08-12", "2026-08-19", id="well before it"),
            pytest.param(
                "2026-07-05", "2026-07-19", "2026-08-19", "2026-08-26", id="begun before the anchor"
            ),
            pytest.param("2026-07-15", "2026-10-31", "2026-11-27", "2026-12-04", id="a long one"),
        ],
    )
    def test_a_cadence_and_a_grace_stand_still(self, first: str, last: str, due: str, last_good: str) -> None:
        known = away(first, last)
        assert found("checkin-overdue", last_good, AGREED, known=known) == []
        after = str(day(last_good) + timedelta(days=1))
        assert found("checkin-overdue", after, AGREED, known=known) == [(PER, due)]

    @pytest.mark.parametrize(
        "known",
        [
            company(closed=[{"from": "2026-08-08", "to": "2026-08-12"}]),
            company(units={"platform": unit(PER, closed=[{"from": "2026-08-08", "to": "2026-08-12"}])}),
        ],
        ids=["the organisation", "the unit"],
    )
    def test_closed_days_are_days_away_of_everybody(self, known: Company) -> None:
        assert found("checkin-overdue", "2026-09-03", AGREED, known=known) == []
        assert found("checkin-overdue", "2026-09-04", AGREED, known=known) == [(PER, "2026-08-27")]

    @pytest.mark.parametrize(
        ("known", "due"),
        [
            pytest.param(away("2026-06-01", "2026-08-31"), "2026-10-01", id="from before the period"),
            pytest.param(away("2026-06-01", "2026-06-30"), "2026-07-31", id="until the period"),
            pytest.param(
                away("2026-09-15", "2026-09-30", starts="2026-09-15"), "2026-10-31", id="from the first day"
            ),
            pytest.param(away("2026-07-06", "2026-07-08"), "2026-08-03", id="a few days in it"),
        ],
    )
    def test_an_agreement_is_wanted_thirty_days_after_the_return(self, known: Company, due: str) -> None:
        assert found("agreement-missing", due, known=known) == []
        after = str(day(due) + timedelta(days=1))
        assert found("agreement-missing", after, known=known) == [(PER, due)]

    def test_an_action_waits_for_its_owner(self) -> None:
        text = agreement(proposed="2026-07-03", actions=[action("call", who=PER, due="2026-08-05")])
        one = conversation(H2, agreement=text)
        gone = {"away": [{"from": "2026-08-01", "to": "2026-08-31"}]}
        assert found("action-overdue", "2026-08-06", one, known=company(kari(**gone))) == [
            (PER, "2026-08-05")
        ]
        known = company({PER: person(PER, **gone)})
        assert found("action-overdue", "2026-09-15", one, known=known) == []
        assert found("action-overdue", "2026-09-16", one, known=known) == [(PER, "2026-09-15")]

    def test_the_deputy_acts_while_the_leader_is_away(self) -> None:
        gone = {"away": [{"from": "2026-08-15", "to": "2026-08-31"}]}
        known = company({PER: person(PER, **gone), OLA: person(OLA)}, {"platform": unit(PER, deputy=OLA)})
        assert found("checkin-overdue", "2026-08-31", AGREED, known=known) == [(OLA, "2026-08-10")]
        assert found("checkin-overdue", "2026-09-01", AGREED, known=known) == [(PER, "2026-08-10")]


class TestCalendars:
    @pytest.mark.parametrize(
        ("cadence", "last", "due"),
        [
            ("monthly", "2027-01-31", "2027-02-28"),
            ("every 2 months", "2027-01-31", "2027-03-31"),
            ("quarterly", "2027-01-31", "2027-04-30"),
            ("every 12 months", "2028-02-29", "2029-02-28"),
            ("weekly", "2026-12-28", "2027-01-04"),
            ("biweekly", "2026-12-28", "2027-01-11"),
            ("weekly", "2027-01-01", "2027-01-08"),
        ],
        ids=["31 January", "two months", "a quarter", "29 February", "week 53", "over week 53", "in week 53"],
    )
    def test_a_cadence_is_counted_from_the_last(self, cadence: str, last: str, due: str) -> None:
        known = company(cadence=cadence, grace_days=0, year_starts=1)
        period = known.period_at(day(last))
        one = conversation(period, held(last))
        (found_due,) = (
            each.due
            for each in find_deadlines(known, KARI, [one], day(last) + timedelta(days=1))
            if each.rule == "checkin-overdue"
        )
        assert str(found_due) == due

    def test_a_leave_over_the_end_of_february(self) -> None:
        one = conversation(NEXT_H1, held("2027-01-31"))
        (due,) = (
            each.due
            for each in find_deadlines(away("2027-02-25", "2027-02-28"), KARI, [one], day("2027-02-20"))
            if each.rule == "checkin-overdue"
        )
        assert str(due) == "2027-03-15"

    def test_somebody_who_starts_in_mid_period(self) -> None:
        known = company(kari(starts="2026-10-15"))
        assert found("agreement-missing", "2026-11-14", known=known) == []
        assert found("agreement-missing", "2026-11-15", known=known) == [(PER, "2026-11-14")]
        assert found("checkin-overdue", "2026-11-22", known=known) == []
        assert found("checkin-overdue", "2026-11-23", known=known) == [(PER, "2026-11-15")]

    @pytest.mark.parametrize(
        ("rule", "last_good", "late_from", "due"),
        [
            ("agreement-missing", "2026-08-31", "2026-09-01", "2026-08-31"),
            ("checkin-overdue", "2026-09-08", "2026-09-09", "2026-09-01"),
        ],
    )
    def test_a_period_that_starts_in_august(
        self, rule: str, last_good: str, late_from: str, due: str
    ) -> None:
        known = company(year_starts=8)
        assert found(rule, last_good, known=known) == []
        assert found(rule, late_from, known=known) == [(PER, due)]

    def test_a_review_of_a_period_that_started_in_august(self) -> None:
        known = company(year_starts=8)
        period = known.period_at(day("2026-08-01"))
        assert (period.label, str(period.start), str(period.end)) == ("2026-H1", "2026-08-01", "2027-01-31")
        one = conversation(period, agreement=agreed_goals(goal("speed")))
        assert found("review-missing", "2027-03-02", one, known=known) == []
        assert found("review-missing", "2027-03-03", one, known=known) == [(PER, "2027-03-02")]

    def test_dates_at_the_end_of_time_break_nothing(self) -> None:
        text = agreement(
            proposed="9999-12-31",
            goals=[goal("speed", due="9999-12-31")],
            actions=[action("call", due="9999-12-31")],
            follow_up={"cadence": "every 99 months"},
        )
        far = conversation(
            read_period("9997-H2"), checkin("9997-12-01", NOTED), agreement=text, feedback={OLA: feedback()}
        )
        one = conversation(
            H2,
            planned("9999-12-31"),
            agreement=text,
            talk=talk(leader={"at": "9999-12-31T10:00", "invited": "9999-12-31"}),
            feedback={OLA: feedback(due="9999-12-31")},
        )
        known = away("2026-12-01", "9999-12-31", ends="9999-12-31")
        assert list(find_deadlines(known, KARI, [one, far], day("2026-11-10")))


def test_a_change_of_leader_leaves_everything_as_it_was() -> None:
    """The new leader acts, and nothing becomes late because of the change."""
    known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-08-16"}]))
    one = in_force(conversation(H2, agreement=agreed_goals(goal("speed"))), "2026-07-10", leader=ANNE)
    assert found("checkin-overdue", "2026-08-17", one, known=known) == []
    assert found("checkin-overdue", "2026-08-18", one, known=known) == [(PER, "2026-08-10")]
    assert found("agreement-unaccepted", "2026-08-18", one, known=known) == []


CALL = held("2026-07-20", actions=[action("call", due="2026-08-05")])
MANY = [
    in_force(conversation(H1, held("2026-03-01"), agreement=agreed_goals(goal("calm"))), "2026-02-01"),
    replace(GOAL, checkins=(CALL, planned("2026-08-25", NOTED))),
    conversation(
        NEXT_H1,
        planned("2027-01-15"),
        feedback={OLA: feedback(due="2026-08-20"), ANNE: feedback(due="2026-08-21")},
    ),
]


@steadily
@given(order=st.permutations(MANY), today=st.dates(date(2026, 7, 1), date(2027, 3, 1)))
def test_the_order_of_the_conversations_does_not_matter(order: list[Conversation], today: date) -> None:
    def everything(some: Sequence[Conversation]) -> list[Deadline]:
        return list(find_deadlines(company(), KARI, some, today))

    mixed = [replace(one, feedback=dict(reversed(list(one.feedback.items())))) for one in order]
    assert everything(mixed) == everything(MANY)


@steadily
@given(today=st.dates(date(2026, 7, 1), date(2027, 3, 1)), ahead=st.integers(0, 200))
def test_a_horizon_leaves_out_what_lies_behind_it_and_nothing_else(today: date, ahead: int) -> None:
    until = today + timedelta(days=ahead)
    everything = find_deadlines(company(), KARI, MANY, today)
    assert [one for one in everything if one.due <= until] == list(
        find_deadlines(company(), KARI, MANY, today, until)
    )
