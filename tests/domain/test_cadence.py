"""A rhythm steps through the calendar from its anchor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.cadence import Rhythm, add_months, read_rhythm

from .build import day, steadily

cadences = st.sampled_from(["weekly", "biweekly", "monthly", "quarterly"]) | st.builds(
    "every {} {}".format, st.integers(1, 99), st.sampled_from(["days", "weeks", "months"])
)


@pytest.mark.parametrize(
    ("cadence", "rhythm"),
    [
        ("weekly", Rhythm(7, 0)),
        ("biweekly", Rhythm(14, 0)),
        ("monthly", Rhythm(0, 1)),
        ("quarterly", Rhythm(0, 3)),
        ("every 10 days", Rhythm(10, 0)),
        ("every 3 weeks", Rhythm(21, 0)),
        ("every 2 months", Rhythm(0, 2)),
    ],
)
def test_a_cadence_reads_as_its_step(cadence: str, rhythm: Rhythm) -> None:
    assert read_rhythm(cadence) == rhythm


@pytest.mark.parametrize(
    ("anchor", "cadence", "steps", "expected"),
    [
        ("2026-01-31", "monthly", 1, "2026-02-28"),
        ("2026-01-31", "monthly", 2, "2026-03-31"),
        ("2024-01-31", "monthly", 1, "2024-02-29"),
        ("2026-01-31", "monthly", 3, "2026-04-30"),
        ("2024-02-29", "every 12 months", 1, "2025-02-28"),
        ("2024-02-29", "every 12 months", 4, "2028-02-29"),
        ("2024-02-29", "monthly", 1, "2024-03-29"),
        ("2025-11-30", "quarterly", 1, "2026-02-28"),
        ("2026-12-31", "monthly", 1, "2027-01-31"),
        ("2026-12-15", "monthly", 12, "2027-12-15"),
        ("2026-12-28", "weekly", 1, "2027-01-04"),
        ("2026-03-28", "every 2 days", 1, "2026-03-30"),  # across the change to summer time
        ("2026-05-17", "biweekly", 0, "2026-05-17"),
        ("2026-05-31", "monthly", 0, "2026-05-31"),
    ],
)
def test_steps_are_counted_from_the_anchor(anchor: str, cadence: str, steps: int, expected: str) -> None:
    assert read_rhythm(cadence).after(day(anchor), steps) == day(expected)


def test_one_step_is_the_default() -> None:
    assert read_rhythm("weekly").after(day("2026-01-01")) == day("2026-01-08")


@pytest.mark.parametrize(
    ("months", "expected"), [(-1, "2025-12-31"), (-2, "2025-11-30"), (-13, "2024-12-31"), (0, "2026-01-31")]
)
def test_months_can_be_counted_backwards(months: int, expected: str) -> None:
    assert add_months(day("2026-01-31"), months) == day(expected)


@steadily
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), cadences, st.integers(0, 50))
def test_more_steps_lead_to_later_days(anchor: date, cadence: str, steps: int) -> None:
    rhythm = read_rhythm(cadence)
    assert rhythm.after(anchor, steps) < rhythm.after(anchor, steps + 1)


@steadily
@given(
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    cadences,
    st.integers(0, 50),
)
def test_a_later_anchor_never_leads_to_an_earlier_day(
    one: date, other: date, cadence: str, steps: int
) -> None:
    rhythm = read_rhythm(cadence)
    assert rhythm.after(min(one, other), steps) <= rhythm.after(max(one, other), steps)
