"""Times of meetings: rows by the cadence, the change of the clocks, and notice."""

from zoneinfo import ZoneInfo

import pytest

from goaltalk.domain.address import Address
from goaltalk.domain.invitation import (
    Invitation,
    earliest_good_day,
    is_short_notice,
    judge_time,
    plan_row,
)
from goaltalk.domain.records.fields import LocalTime

from .build import KARI, PER, day, person

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("at", "often"),
    [
        ("2026-03-29T01:59", "once"),
        ("2026-03-29T02:00", "never"),
        ("2026-03-29T02:59", "never"),
        ("2026-03-29T03:00", "once"),
        ("2026-10-25T01:59", "once"),
        ("2026-10-25T02:00", "twice"),
        ("2026-10-25T02:59", "twice"),
        ("2026-10-25T03:00", "once"),
        ("2026-08-20T10:00", "once"),
    ],
)
def test_the_clocks_show_a_time_once_never_or_twice(at: str, often: str) -> None:
    assert judge_time(LocalTime(at), OSLO) == often


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("monthly", ["2026-08-31", "2026-09-30", "2026-10-31"]),
        ("biweekly", ["2026-08-31", "2026-09-14", "2026-09-28"]),
        ("every 10 days", ["2026-08-31", "2026-09-10", "2026-09-20"]),
    ],
)
def test_a_row_keeps_the_hour_and_counts_from_the_first(cadence: str, days: list[str]) -> None:
    row = plan_row(LocalTime("2026-08-31T09:15"), cadence, 3)
    assert list(row) == [f"{one}T09:15" for one in days]


def test_a_row_of_one_is_the_time_given() -> None:
    assert plan_row(LocalTime("2026-08-31T09:15"), "weekly", 1) == ("2026-08-31T09:15",)


@pytest.mark.parametrize(
    ("on", "is_short"),
    [
        ("2026-08-12", False),  # passed
        ("2026-08-13", True),
        ("2026-08-19", True),
        ("2026-08-20", False),
        ("2026-08-21", False),
    ],
)
def test_notice_is_short_below_the_rule(on: str, is_short: bool) -> None:
    assert is_short_notice(LocalTime(f"{on}T10:00"), day("2026-08-13"), 7) is is_short


def test_the_first_good_day_keeps_the_rule() -> None:
    good = earliest_good_day(day("2026-08-13"), 7)
    assert not is_short_notice(LocalTime(f"{good}T10:00"), day("2026-08-13"), 7)


def test_a_talk_is_one_by_its_period_and_a_checkin_by_its_date() -> None:
    def uid(about: Address, at: str) -> str:
        made = Invitation(about, LocalTime(at), 60, None, person(PER), person(KARI), "t", ())
        return made.uid

    talk = Address("talk", KARI, "2026-H2", "leader")
    assert uid(talk, "2026-08-20T10:00") == uid(talk, "2026-08-21T12:00") == "talk-kari-nordmann-2026-H2"
    checkin = Address("checkin", KARI, "2026-H2", "leader", "2026-09-15")
    assert uid(checkin, "2026-09-15T10:00") == "checkin-kari-nordmann-2026-09-15"
