"""Periods begin and end on the right days, and tile the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.periods import MONTHS, following, period_of, preceding, read_period
from goaltalk.domain.records.fields import PeriodKind

from .build import day, steadily

days = st.dates(date(3, 1, 1), date(9990, 12, 31))
kinds: st.SearchStrategy[PeriodKind] = st.sampled_from(sorted(MONTHS))
months = st.integers(1, 12)


@pytest.mark.parametrize(
    ("label", "year_starts", "start", "end"),
    [
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026", 8, "2026-08-01", "2027-07-31"),
        ("2026-H1", 1, "2026-01-01", "2026-06-30"),
        ("2026-H2", 1, "2026-07-01", "2026-12-31"),
        ("2026-H1", 8, "2026-08-01", "2027-01-31"),
        ("2026-H2", 8, "2027-02-01", "2027-07-31"),
        ("2026-T1", 1, "2026-01-01", "2026-04-30"),
        ("2026-T3", 1, "2026-09-01", "2026-12-31"),
        ("2026-T2", 8, "2026-12-01", "2027-03-31"),
        ("2026-Q1", 1, "2026-01-01", "2026-03-31"),
        ("2026-Q4", 1, "2026-10-01", "2026-12-31"),
        ("2023-Q2", 12, "2024-03-01", "2024-05-31"),
        ("2024-Q1", 12, "2024-12-01", "2025-02-28"),
        ("2023-Q1", 12, "2023-12-01", "2024-02-29"),
        ("0001-Q1", 1, "0001-01-01", "0001-03-31"),
        ("9997", 12, "9997-12-01", "9998-11-30"),
    ],
)
def test_a_label_names_its_first_and_last_day(label: str, year_starts: int, start: str, end: str) -> None:
    period = read_period(label, year_starts)
    assert (period.start, period.end, period.label) == (day(start), day(end), label)


@pytest.mark.parametrize(
    ("on", "kind", "year_starts", "label"),
    [
        ("2026-06-30", "half-year", 1, "2026-H1"),
        ("2026-07-01", "half-year", 1, "2026-H2"),
        ("2026-07-31", "half-year", 8, "2025-H2"),
        ("2026-08-01", "half-year", 8, "2026-H1"),
        ("2027-01-31", "half-year", 8, "2026-H1"),
        ("2027-02-01", "half-year", 8, "2026-H2"),
        ("2026-12-31", "year", 1, "2026"),
        ("2026-07-31", "year", 8, "2025"),
        ("2026-08-31", "tertial", 1, "2026-T2"),
        ("2026-09-01", "tertial", 1, "2026-T3"),
        ("2026-03-31", "quarter", 1, "2026-Q1"),
        ("2026-04-01", "quarter", 1, "2026-Q2"),
        ("2024-02-29", "quarter", 12, "2023-Q1"),
        ("2020-12-31", "quarter", 1, "2020-Q4"),  # in ISO week 53
        ("2021-01-03", "quarter", 1, "2021-Q1"),  # in the same week
        ("0345-05-06", "year", 1, "0345"),
    ],
)
def test_a_day_lies_in_the_period(on: str, kind: PeriodKind, year_starts: int, label: str) -> None:
    assert period_of(day(on), kind, year_starts).label == label


@pytest.mark.parametrize(
    "label",
    [
        "",
        "26",
        "2026-H3",
        "2026-H0",
        "2026-T4",
        "2026-Q5",
        "2026-h1",
        "2026-H1\n",
        " 2026",
        "2026-",
        "H1",
        "2026H1",
        "2026-H11",
        "٢٠٢٦",
        "2026-W09",
        "0000",
        "9998",
        "9999-H2",
    ],
)
def test_other_labels_are_refused(label: str) -> None:
    with pytest.raises(ValueError, match="period"):
        read_period(label)


def test_years_begin_in_january_unless_told_otherwise() -> None:
    first = period_of(day("2026-01-01"), "quarter")
    assert first == read_period("2026-Q1")
    assert following(first, "quarter").label == "2026-Q2"
    assert preceding(first, "quarter").label == "2025-Q4"


def test_a_long_label_is_cut_in_the_message() -> None:
    with pytest.raises(ValueError, match=f"'{'x' * 40}'"):
        read_period("x" * 1000)


@steadily
@given(days, kinds, months)
def test_a_period_contains_its_days_and_no_others(on: date, kind: PeriodKind, year_starts: int) -> None:
    period = period_of(on, kind, year_starts)
    assert on in period
    assert period.start in period
    assert period.end in period
    assert period.start - timedelta(days=1) not in period
    assert period.end + timedelta(days=1) not in period


@steadily
@given(days, kinds, months)
def test_periods_tile_the_calendar_in_order(on: date, kind: PeriodKind, year_starts: int) -> None:
    period = period_of(on, kind, year_starts)
    after = following(period, kind, year_starts)
    assert after.start == period.end + timedelta(days=1)
    assert preceding(period, kind, year_starts) < period < after


@steadily
@given(days, kinds, months)
def test_following_and_preceding_undo_each_other(on: date, kind: PeriodKind, year_starts: int) -> None:
    period = period_of(on, kind, year_starts)
    assert preceding(following(period, kind, year_starts), kind, year_starts) == period
    assert following(preceding(period, kind, year_starts), kind, year_starts) == period


@steadily
@given(days, kinds, months)
def test_a_label_reads_back_as_its_period(on: date, kind: PeriodKind, year_starts: int) -> None:
    period = period_of(on, kind, year_starts)
    assert read_period(period.label, year_starts) == period
    assert period.start.day == 1
    assert (period.start.month - year_starts) % MONTHS[kind] == 0


@steadily
@given(days, days, kinds, months)
def test_periods_are_ordered_as_their_days(
    one: date, other: date, kind: PeriodKind, year_starts: int
) -> None:
    first, last = (period_of(on, kind, year_starts) for on in sorted((one, other)))
    assert first <= last
    assert (first == last) == (max(one, other) in first)
