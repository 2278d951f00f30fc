"""Days that do not count, in a cadence, in a grace, and after a return."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.absence import NEVER_AWAY, absence_of, absence_of_unit, is_away, merge_spans
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines import find_deadlines
from goaltalk.domain.records.fields import Span

from .build import (
    H2,
    KARI,
    PER,
    action,
    agreed_goals,
    agreement,
    company,
    conversation,
    day,
    goal,
    held,
    in_force,
    kari,
    person,
    skipped,
    steadily,
    talk,
    unit,
)


def span(first: str, last: str) -> Span:
    return Span(first=day(first), last=day(last))


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([], []),
        ([("2026-08-01", "2026-08-05")], [("2026-08-01", "2026-08-05")]),
        ([("2026-08-04", "2026-08-09"), ("2026-08-01", "2026-08-05")], [("2026-08-01", "2026-08-09")]),
        ([("2026-08-01", "2026-08-05"), ("2026-08-06", "2026-08-09")], [("2026-08-01", "2026-08-09")]),
        ([("2026-08-01", "2026-08-09"), ("2026-08-03", "2026-08-04")], [("2026-08-01", "2026-08-09")]),
        (
            [("2026-08-01", "2026-08-04"), ("2026-08-06", "2026-08-09")],
            [("2026-08-01", "2026-08-04"), ("2026-08-06", "2026-08-09")],
        ),
        ([("2026-08-05", "2026-08-01")], []),
        ([("2026-08-01", "9999-12-31"), ("2026-09-01", "2026-09-02")], [("2026-08-01", "9999-12-31")]),
    ],
    ids=["none", "one", "overlapping", "touching", "within", "apart", "backwards", "to the end of time"],
)
def test_stretches_are_merged(spans: list[tuple[str, str]], merged: list[tuple[str, str]]) -> None:
    found = merge_spans(span(*one) for one in spans)
    assert [(str(first), str(last)) for first, last in found.spans] == merged


AUGUST = merge_spans([span("2026-08-10", "2026-08-19")])


@pytest.mark.parametrize(
    ("anchor", "days", "expected"),
    [
        pytest.param("2026-07-01", 10, "2026-07-11", id="over before it begins"),
        pytest.param("2026-08-01", 8, "2026-08-09", id="over the day before"),
        pytest.param("2026-08-01", 9, "2026-08-20", id="would end on its first day"),
        pytest.param("2026-08-01", 20, "2026-08-31", id="all of it lies between"),
        pytest.param("2026-08-14", 3, "2026-08-22", id="it began before the anchor"),
        pytest.param("2026-08-19", 3, "2026-08-22", id="its last day is the anchor"),
        pytest.param("2026-08-20", 3, "2026-08-23", id="it is over"),
        pytest.param("2026-08-14", 0, "2026-08-14", id="no days at all"),
    ],
)
def test_days_away_are_not_counted(anchor: str, days: int, expected: str) -> None:
    assert str(AUGUST.count(day(anchor), days)) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-08-09", "2026-08-09"),
        ("2026-08-10", "2026-09-03"),
        ("2026-08-19", "2026-09-03"),
        ("2026-08-20", "2026-09-03"),
        ("2026-09-02", "2026-09-03"),
        ("2026-09-03", "2026-09-03"),
        ("2026-09-04", "2026-09-04"),
    ],
)
def test_nothing_falls_due_in_the_fourteen_days_after_a_return(due: str, expected: str) -> None:
    assert str(AUGUST.settle(day(due))) == expected


def test_a_date_that_moves_into_the_next_absence_moves_on() -> None:
    two = merge_spans([span("2026-08-10", "2026-08-19"), span("2026-09-01", "2026-09-02")])
    assert str(two.settle(day("2026-08-15"))) == "2026-09-17"


def test_the_end_of_time_is_a_date_like_others() -> None:
    for one in (NEVER_AWAY, merge_spans([span("2026-08-10", "9999-12-31")])):
        assert one.due(date(9999, 12, 20), 30) == date.max
    assert merge_spans([span("2026-08-10", "9999-12-31")]).due(day("2026-08-01"), 30) == date.max


def test_who_is_closed_around_a_person() -> None:
    known = company(
        kari(away=[{"from": "2026-07-01", "to": "2026-07-02"}]),
        {
            "platform": unit(PER, part_of="house", closed=[{"from": "2026-07-10", "to": "2026-07-11"}]),
            "house": unit(PER, part_of="platform", closed=[{"from": "2026-07-20", "to": "2026-07-21"}]),
            "garden": unit(PER, closed=[{"from": "2026-07-25", "to": "2026-07-25"}]),
        },
        closed=[{"from": "2026-07-30", "to": "2026-07-31"}],
    )
    days = [first.day for first, _ in absence_of(known, KARI).spans]
    assert days == [1, 10, 20, 30]
    assert [first.day for first, _ in absence_of_unit(known, "platform").spans] == [10, 20, 30]
    assert absence_of(known, "nobody") == NEVER_AWAY


@pytest.mark.parametrize(
    ("keys", "today", "away"),
    [
        ({}, "2026-08-10", False),
        ({"away": [{"from": "2026-08-10", "to": "2026-08-11"}]}, "2026-08-09", False),
        ({"away": [{"from": "2026-08-10", "to": "2026-08-11"}]}, "2026-08-10", True),
        ({"away": [{"from": "2026-08-10", "to": "2026-08-11"}]}, "2026-08-11", True),
        ({"away": [{"from": "2026-08-10", "to": "2026-08-11"}]}, "2026-08-12", False),
        ({"ends": "2026-08-10"}, "2026-08-10", False),
        ({"ends": "2026-08-10"}, "2026-08-11", True),
        ({"starts": "2026-08-10"}, "2026-08-09", True),
    ],
)
def test_who_cannot_act_is_away(keys: dict[str, str], today: str, away: bool) -> None:
    assert is_away(company({PER: person(PER, **keys)}), PER, day(today)) is away
    assert not is_away(company(), "somebody-unknown", day(today))


spans = st.builds(
    lambda first, days: Span(first=first, last=first + timedelta(days=days)),
    st.dates(date(2026, 6, 1), date(2027, 2, 1)),
    st.integers(0, 60),
)
moments = st.dates(date(2026, 6, 1), date(2027, 2, 1))


@steadily
@given(anchor=moments, days=st.integers(0, 100), known=st.lists(spans, max_size=4))
def test_counting_counts_exactly_the_days_that_count(anchor: date, days: int, known: list[Span]) -> None:
    absence = merge_spans(known)
    end = absence.count(anchor, days)
    passed = [anchor + timedelta(days=step + 1) for step in range((end - anchor).days)]
    assert sum(absence.back_from(one) == one for one in passed) == days
    settled = absence.settle(end)
    returns = [last + timedelta(days=1) for first, last in absence.spans if first <= settled]
    assert all(settled - back >= timedelta(days=14) for back in returns)


@steadily
@given(
    anchor=moments,
    days=st.integers(0, 100),
    known=st.lists(spans, max_size=4),
    more=st.lists(spans, max_size=2),
)
def test_one_more_absence_never_makes_anything_earlier(
    anchor: date, days: int, known: list[Span], more: list[Span]
) -> None:
    before, after = merge_spans(known), merge_spans([*known, *more])
    assert before.due(anchor, days) <= after.due(anchor, days)
    assert before.back_from(anchor) <= after.back_from(anchor)


STORIES = (
    conversation(
        H2,
        held("2026-07-20", actions=[action("call", due="2026-08-05")]),
        skipped("2026-09-03"),
        agreement=agreement(
            proposed="2026-07-03",
            goals=[goal("speed", due="2026-10-01")],
            actions=[action("book", due="2026-08-20")],
        ),
        talk=talk(leader={"at": "2026-12-01T10:00", "invited": "2026-11-28"}),
    ),
    conversation(H2, skipped("2026-07-12")),
    in_force(conversation(H2, agreement=agreed_goals(goal("speed", due="2026-12-24"))), "2026-07-10"),
)


@steadily
@given(
    one=st.sampled_from(STORIES),
    today=st.dates(date(2026, 7, 1), date(2026, 12, 31)),
    cadence=st.sampled_from(["weekly", "biweekly", "every 10 days", "every 5 weeks"]),
    starts=st.dates(date(2026, 5, 1), date(2026, 7, 1)),
    known=st.lists(spans, max_size=3),
    more=st.lists(spans, max_size=2),
)
def test_one_more_absence_makes_no_deadline_earlier(
    one: Conversation, today: date, cadence: str, starts: date, known: list[Span], more: list[Span]
) -> None:
    """Months are of different lengths, so the law is exact for cadences in days and weeks."""
    due: list[dict[tuple[str, str], tuple[date, date]]] = []
    for away in (known, [*known, *more]):
        plain = [{"from": str(each.first), "to": str(each.last)} for each in away]
        team = company(kari(away=plain, starts=str(starts)), cadence=cadence)
        found = find_deadlines(team, KARI, [one], today)
        due.append({(each.rule, each.key): (each.due, each.late_after) for each in found})
    before, after = due
    assert before.keys() == after.keys()
    for name, dates in before.items():
        assert dates[0] <= after[name][0], name
        assert dates[1] <= after[name][1], name
