"""When the next check-in falls due, and what that is counted from."""

from typing import Any

import pytest

from goaltalk.domain.clock import agreed_cadence, find_next_checkin, last_held, start_of
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records.agreement import FollowUp

from .build import (
    H1,
    H2,
    KARI,
    NEXT_H1,
    PER,
    agreement,
    answered,
    checkin,
    company,
    conversation,
    day,
    half,
    held,
    in_force,
    kari,
    make,
    planned,
    rewritten,
    skipped,
    talk,
    unit,
)

NOTED = half(topics={"status": "Well"})
AGREED = in_force(conversation(H2, agreement=agreement(proposed="2026-07-01", role="Lead")), "2026-07-10")


def due(
    *conversations: Conversation, known: Company | None = None, today: str = "2026-11-15"
) -> tuple[str, str]:
    """Say from which day the clock counts, and when the next check-in falls due."""
    found = find_next_checkin(known or company(), KARI, conversations, day(today))
    return str(found.anchor), str(found.due)


@pytest.mark.parametrize(
    ("conversations", "expected"),
    [
        pytest.param([], ("2026-07-01", "2026-08-01"), id="the start of the period"),
        pytest.param([AGREED], ("2026-07-10", "2026-08-10"), id="the agreement"),
        pytest.param(
            [conversation(H2, talk=talk({"held": "2026-07-31"}))], ("2026-07-31", "2026-08-31"), id="the talk"
        ),
        pytest.param(
            [conversation(H2, held("2026-09-15"), held("2026-10-20"))],
            ("2026-10-20", "2026-11-20"),
            id="the last check-in",
        ),
        pytest.param(
            [conversation(H2, checkin("2026-09-15", half(held="2026-09-17")))],
            ("2026-09-17", "2026-10-17"),
            id="the day it was held, not the day it was planned",
        ),
        pytest.param(
            [conversation(H2, held("2026-09-15"), talk=talk({"held": "2026-09-14"}))],
            ("2026-09-15", "2026-10-15"),
            id="the latest of them",
        ),
        pytest.param(
            [conversation(H2, planned("2026-09-15"), checkin("2026-10-15", NOTED))],
            ("2026-07-01", "2026-08-01"),
            id="neither planned nor unconfirmed ones",
        ),
        pytest.param(
            [conversation(H1, held("2026-06-20"))], ("2026-07-01", "2026-08-01"), id="never before the period"
        ),
        pytest.param(
            [conversation(H2, checkin("2026-11-20", half(held="2026-11-20")))],
            ("2026-07-01", "2026-08-01"),
            id="nothing that is held in the future",
        ),
    ],
)
def test_the_clock_counts_from(conversations: list[Conversation], expected: tuple[str, str]) -> None:
    assert due(*conversations) == expected


def test_an_acceptance_dated_ahead_does_not_count_yet() -> None:
    text = agreement(proposed="2026-07-01", role="Lead")
    ahead = in_force(conversation(H2, agreement=text), "2026-11-16")
    assert due(ahead) == ("2026-07-01", "2026-08-01")
    assert due(ahead, today="2026-11-16")[0] == "2026-11-16"


def test_checkins_count_across_periods() -> None:
    late = conversation(H2, checkin("2026-12-28", half(held="2027-01-08")))
    assert due(late, conversation(NEXT_H1), today="2027-01-20") == ("2027-01-08", "2027-02-08")


@pytest.mark.parametrize(
    ("one", "today", "expected"),
    [
        pytest.param("2026-11-30", "2027-01-20", ("2026-11-30", "2026-12-30"), id="due before New Year"),
        pytest.param("2026-12-01", "2027-01-20", ("2026-12-01", "2027-01-01"), id="due on New Year's Day"),
        pytest.param("2026-12-02", "2027-01-20", ("2027-01-01", "2027-02-01"), id="not due yet"),
        pytest.param("2026-12-02", "2026-12-31", ("2026-12-02", "2027-01-02"), id="the day before"),
        pytest.param("2026-03-05", "2027-01-20", ("2026-03-05", "2026-04-05"), id="of a period long past"),
    ],
)
def test_what_was_due_stays_due_when_a_period_begins(one: str, today: str, expected: tuple[str, str]) -> None:
    period = H1 if one < "2026-07" else H2
    assert due(conversation(period, held(one)), today=today) == expected


def test_a_cadence_as_long_as_a_period_is_due_all_the_same() -> None:
    known = company(kari(cadence="quarterly"), period="quarter", tracked_from="2026-01-01")
    for today in ("2026-03-31", "2026-04-01", "2026-04-20", "2027-11-15"):
        assert due(known=known, today=today) == ("2026-01-01", "2026-04-01")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(company(tracked_from="2026-09-01"), ("2026-09-01", "2026-10-01"), id="the records"),
        pytest.param(company(kari(starts="2026-10-15")), ("2026-10-15", "2026-11-15"), id="the job"),
        pytest.param(company(kari(starts="2020-10-15")), ("2026-07-01", "2026-08-01"), id="the period"),
        pytest.param(company(year_starts=8), ("2026-08-01", "2026-09-01"), id="a year from August"),
        pytest.param(
            company(kari(starts="2026-10-15"), tracked_from="2026-10-16"),
            ("2026-10-16", "2026-11-16"),
            id="the latest of them",
        ),
    ],
)
def test_nothing_counts_before_the_start_of(known: Company, expected: tuple[str, str]) -> None:
    assert due(known=known) == expected
    assert str(start_of(known, KARI, known.period_at(day("2026-11-15")))) == expected[0]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(conversation(H2, held("2026-09-15"), skipped("2026-10-15")), "2026-11-15", id="once"),
        pytest.param(
            conversation(H2, skipped("2026-07-01")), "2026-08-01", id="not on the day it counts from"
        ),
        pytest.param(
            conversation(H2, held("2026-09-15"), skipped("2026-10-15"), skipped("2026-11-15")),
            "2026-11-15",
            id="not twice",
        ),
        pytest.param(
            conversation(H2, skipped("2026-08-15"), held("2026-09-15")),
            "2026-10-15",
            id="not before the last",
        ),
        pytest.param(conversation(H2, held("2026-10-10"), skipped("2026-11-17")), "2026-12-10", id="ahead"),
        pytest.param(
            conversation(H2, held("2026-10-10"), skipped("2026-11-18")), "2026-11-10", id="far ahead"
        ),
        pytest.param(
            conversation(H2, held("2026-09-10"), skipped("2026-11-15")), "2026-11-10", id="today, late"
        ),
        pytest.param(
            conversation(H2, held("2026-09-10"), skipped("2026-11-16")), "2026-10-10", id="late, ahead"
        ),
    ],
)
def test_skipping_moves_the_clock(one: Conversation, expected: str) -> None:
    assert due(one)[1] == expected


def test_what_was_skipped_during_a_leave_at_the_start_was_skipped() -> None:
    one = conversation(H2, skipped("2026-07-12"))
    known = company(kari(away=[{"from": "2026-06-20", "to": "2026-07-20"}]))
    assert due(one, known=known, today="2026-08-01") == ("2026-07-21", "2026-09-21")
    assert due(known=known, today="2026-08-01") == ("2026-07-21", "2026-08-21")


def test_months_are_counted_from_the_anchor_also_after_skipping() -> None:
    january = conversation(NEXT_H1, held("2027-01-31"))
    assert due(january, today="2027-02-10")[1] == "2027-02-28"
    january = conversation(NEXT_H1, held("2027-01-31"), skipped("2027-02-28"))
    assert due(january, today="2027-03-10")[1] == "2027-03-31"


def with_cadence(cadence: str | None, period: Any = H2) -> Conversation:
    """An agreement in force from the first day of its period."""
    wanted = conversation(period, agreement=agreement(follow_up={"cadence": cadence}, role="Lead"))
    return in_force(wanted, str(period.start))


@pytest.mark.parametrize(
    ("conversations", "cadence"),
    [
        ([with_cadence("weekly")], "weekly"),
        ([with_cadence(None)], "quarterly"),
        ([with_cadence("weekly", H1)], "quarterly"),
        ([with_cadence("weekly", H1), with_cadence("every 10 days")], "every 10 days"),
        ([conversation(H2, agreement=agreement())], "quarterly"),
        ([], "quarterly"),
    ],
    ids=["agreed", "not agreed", "agreed for another period", "agreed for both", "nothing agreed", "nothing"],
)
def test_what_is_agreed_outranks_every_default(conversations: list[Conversation], cadence: str) -> None:
    known = company(kari(cadence="quarterly"), {"platform": unit(PER, cadence="biweekly")})
    assert agreed_cadence(known, KARI, conversations, day("2026-11-15")) == cadence
    assert find_next_checkin(known, KARI, conversations, day("2026-11-15")).cadence == cadence


@pytest.mark.parametrize(
    "one",
    [
        conversation(H2, agreement=agreement(follow_up={"cadence": "quarterly"})),
        conversation(H2, agreement=agreement(proposed="2026-07-03", follow_up={"cadence": "quarterly"})),
        answered(
            conversation(H2, agreement=agreement(proposed="2026-07-03", follow_up={"cadence": "quarterly"})),
            "leader",
            "2026-07-04",
        ),
        rewritten(with_cadence("monthly"), follow_up=make({"cadence": "quarterly"}, FollowUp)),
    ],
    ids=["a draft", "a proposal", "accepted by one", "changed after both accepted"],
)
def test_what_only_one_side_wishes_for_changes_nothing(one: Conversation) -> None:
    assert agreed_cadence(company(), KARI, [one], day("2026-11-15")) == "monthly"


@pytest.mark.parametrize(
    ("today", "expected"), [("2026-09-14", None), ("2026-09-15", "2026-09-15"), ("2026-09-16", "2026-09-15")]
)
def test_the_last_one_held(today: str, expected: str | None) -> None:
    found = last_held([conversation(H2, held("2026-09-15"), skipped("2026-09-16"))], day(today))
    assert found == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (conversation(H2), "no check-in since the start,"),
        (conversation(H2, held("2026-09-15")), "the last check-in was held"),
        (conversation(H2, talk=talk({"held": "2026-07-31"})), "no check-in since the talk,"),
        (AGREED, "no check-in since the agreement,"),
    ],
    ids=["start", "check-in", "talk", "agreement"],
)
def test_it_says_what_it_counts_from(one: Conversation, why: str) -> None:
    assert find_next_checkin(company(), KARI, [one], day("2026-11-15")).why == why


def test_what_moved_the_day_is_said() -> None:
    known = company(kari(away=[{"from": "2026-10-20", "to": "2026-10-25"}]))
    one = conversation(H2, held("2026-09-15"), skipped("2026-10-15"))
    for known_here, some, said in (
        (company(), conversation(H2, held("2026-10-15")), ()),
        (company(), one, ("one skipped",)),
        (known, conversation(H2, held("2026-10-15")), ("days away not counted",)),
        (known, one, ("one skipped", "days away not counted")),
    ):
        assert find_next_checkin(known_here, KARI, [some], day("2026-11-15")).besides == said
