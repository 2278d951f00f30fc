"""Days away: what touches becomes one, and taking back leaves the rest."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goaltalk.domain.records.fields import Span
from goaltalk.domain.spans import add_days, span_holding, take_days

from .build import day, steadily

OCTOBER = date(2026, 10, 1)


def span(first: int, last: int) -> Span:
    return Span(first=day(f"2026-10-{first:02}"), last=day(f"2026-10-{last:02}"))


@pytest.mark.parametrize(
    ("there", "added", "wanted"),
    [
        ([], (5, 7), [(5, 7)]),
        ([(1, 3)], (5, 7), [(1, 3), (5, 7)]),
        ([(1, 4)], (5, 7), [(1, 7)]),
        ([(8, 9)], (5, 7), [(5, 9)]),
        ([(5, 7)], (5, 7), [(5, 7)]),
        ([(1, 9)], (5, 7), [(1, 9)]),
        ([(6, 6)], (5, 7), [(5, 7)]),
        ([(1, 4), (20, 25), (8, 9)], (5, 7), [(1, 9), (20, 25)]),
    ],
)
def test_days_are_added(
    there: list[tuple[int, int]], added: tuple[int, int], wanted: list[tuple[int, int]]
) -> None:
    new = span(*added)
    assert add_days(tuple(span(*one) for one in there), new.first, new.last) == tuple(
        span(*one) for one in wanted
    )


@pytest.mark.parametrize(
    ("there", "taken", "wanted"),
    [
        ([(1, 9)], (5, 7), [(1, 4), (8, 9)]),
        ([(1, 9)], (1, 9), []),
        ([(1, 5)], (5, 7), [(1, 4)]),
        ([(7, 9)], (5, 7), [(8, 9)]),
        ([(1, 4), (8, 9)], (5, 7), [(1, 4), (8, 9)]),
    ],
)
def test_days_are_taken_back(
    there: list[tuple[int, int]], taken: tuple[int, int], wanted: list[tuple[int, int]]
) -> None:
    gone = span(*taken)
    assert take_days(tuple(span(*one) for one in there), gone.first, gone.last) == tuple(
        span(*one) for one in wanted
    )


def test_the_absence_of_a_day_is_found() -> None:
    spans = (span(1, 4), span(6, 9))
    assert [span_holding(spans, day(f"2026-10-0{one}")) for one in (4, 5, 6)] == [spans[0], None, spans[1]]


PAIRS = some.tuples(some.integers(0, 30), some.integers(0, 30)).map(sorted)
SPANS = some.lists(PAIRS, max_size=4)


def days(spans: tuple[Span, ...]) -> set[date]:
    return {one.first + timedelta(days=n) for one in spans for n in range((one.last - one.first).days + 1)}


@steadily
@given(SPANS, PAIRS)
def test_adding_and_taking_speak_of_exactly_these_days(there: list[list[int]], some_days: list[int]) -> None:
    at = [OCTOBER + timedelta(days=n) for n in range(31)]
    spans = tuple(Span(first=at[first], last=at[last]) for first, last in there)
    first, last = at[some_days[0]], at[some_days[1]]
    these = days((Span(first=first, last=last),))
    assert days(add_days(spans, first, last)) == days(spans) | these
    assert days(take_days(spans, first, last)) == days(spans) - these
    assert add_days(add_days(spans, first, last), first, last) == add_days(spans, first, last)


def test_the_last_day_there_is_can_be_part_of_a_span() -> None:
    whole = (Span(first=day("2026-01-01"), last=date.max),)
    assert add_days(whole, day("2026-02-01"), date.max) == whole
