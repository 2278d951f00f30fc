"""The state of a meeting, over both halves."""

from contextlib import nullcontext
from typing import Any

import msgspec
import pytest

from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.meetings import (
    MeetingState,
    find_state,
    find_talk_ahead,
    find_talk_of,
    held_on,
    talk_day,
)
from goaltalk.domain.periods import Period
from goaltalk.domain.records import CheckIn, Talk

from .build import H1, H2, NEXT_H1, checkin, conversation, day, half, make, talk

TODAY = day("2026-09-15")
NOTE = {"topics": {"status": "Well"}}


def halves(employee: dict[str, Any] | None, leader: dict[str, Any] | None = None) -> Halves[CheckIn, CheckIn]:
    return Halves(
        half(**employee) if employee is not None else None, half(**leader) if leader is not None else None
    )


@pytest.mark.parametrize(
    ("on", "both", "state"),
    [
        pytest.param("2026-09-14", halves(None), "empty", id="past and nothing there"),
        pytest.param("2026-09-14", halves({}, {}), "empty", id="past and only forms"),
        pytest.param("2026-09-14", halves(None, {"at": "2026-09-14T10:00"}), "empty", id="past and planned"),
        pytest.param("2026-09-14", halves(NOTE), "unconfirmed", id="past and the employee wrote"),
        pytest.param("2026-09-14", halves({}, NOTE), "unconfirmed", id="past and the leader wrote"),
        pytest.param("2026-09-15", halves({}), "planned", id="today"),
        pytest.param("2026-09-15", halves(NOTE), "planned", id="today and prepared"),
        pytest.param("2026-09-16", halves(None, {}), "planned", id="tomorrow"),
        pytest.param("2026-09-14", halves({"held": "2026-09-14"}), "held", id="the employee says held"),
        pytest.param("2026-09-14", halves({}, {"held": "2026-09-14"}), "held", id="the leader says held"),
        pytest.param("2026-09-15", halves({"held": "2026-09-15"}), "held", id="held today"),
        pytest.param("2026-09-16", halves({"held": "2026-09-16"}), "planned", id="held tomorrow"),
        pytest.param(
            "2026-09-14",
            halves({"held": "2026-09-16"} | NOTE),
            "unconfirmed",
            id="not held yet",
        ),
        pytest.param("2026-09-14", halves({"skipped": True}), "skipped", id="skipped"),
        pytest.param("2026-09-16", halves(None, {"skipped": "Ill"}), "skipped", id="ahead"),
        pytest.param("2026-09-14", halves({"skipped": False} | NOTE), "unconfirmed", id="not skipped"),
        pytest.param(
            "2026-09-14",
            halves({"held": "2026-09-14"}, {"skipped": True}),
            "skipped",
            id="skipped outranks held",
        ),
    ],
)
def test_a_meeting_is(on: str, both: Halves[CheckIn, CheckIn], state: MeetingState) -> None:
    assert find_state(both, day(on), TODAY) == state


@pytest.mark.parametrize(
    ("both", "state"),
    [
        (talk(), "empty"),
        (talk({}), "empty"),
        (talk({"notes": "Good"}), "unconfirmed"),
        (talk(None, {"held": "2026-09-01"}), "held"),
    ],
    ids=["none", "a form", "written", "held"],
)
def test_a_talk_nobody_planned_is(both: Halves[Talk, Talk], state: MeetingState) -> None:
    assert find_state(both, None, TODAY) == state


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({}, False),
        ({"at": "2026-09-14T10:00", "minutes": 30, "place": "Room 2", "invited": "2026-09-01"}, False),
        ({"topics": {}}, False),
        ({"topics": {"status": ""}}, False),
        ({"topics": {"status": "", "next": "Ship"}}, True),
        ({"goals": {}}, False),
        ({"goals": {"speed": {}}}, False),
        ({"goals": {"speed": {"progress": 0}}}, True),
        ({"done": ["a"]}, True),
        ({"dropped": [{"id": "a"}]}, True),
        ({"moved": [{"id": "a", "due": "2026-10-01"}]}, True),
        ({"actions": [{"id": "a", "what": "b", "who": "c"}]}, True),
        ({"experience": {}}, False),
        ({"experience": {"note": "Fine"}}, True),
    ],
)
def test_an_untouched_checkin_says_nothing(keys: dict[str, Any], says: bool) -> None:
    assert make(keys, CheckIn).says_something is says


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"at": "2026-09-14T10:00", "experience": {}}, False),
        ({"summary": "", "notes": ""}, False),
        ({"summary": "Good"}, True),
        ({"notes": "Good"}, True),
        ({"experience": {"score": 4}}, True),
    ],
)
def test_an_untouched_talk_says_nothing(keys: dict[str, Any], says: bool) -> None:
    assert make(keys, Talk).says_something is says


@pytest.mark.parametrize(
    ("keys", "fits"),
    [
        ({"minutes": 0}, False),
        ({"minutes": 1}, True),
        ({"minutes": 1440}, True),
        ({"minutes": 1441}, False),
        ({"goals": {"speed": {"progress": -1}}}, False),
        ({"goals": {"speed": {"progress": 0}}}, True),
        ({"goals": {"speed": {"progress": 100}}}, True),
        ({"goals": {"speed": {"progress": 101}}}, False),
        ({"at": "2026-09-14T24:00"}, False),
        ({"at": "2026-09-14 10:00"}, False),
        ({"at": "2026-09-14T10:00:00"}, False),
        ({"at": "2028-02-29T00:00"}, True),
        ({"at": "2026-02-29T10:00"}, False),
    ],
)
def test_figures_and_times_have_their_limits(keys: dict[str, Any], fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(msgspec.ValidationError):
        make(keys, CheckIn)


@pytest.mark.parametrize(
    ("both", "on"),
    [
        pytest.param(halves(None), None, id="nothing there"),
        pytest.param(halves({"held": "2026-09-10"}), "2026-09-10", id="one says so"),
        pytest.param(
            halves({"held": "2026-09-12"}, {"held": "2026-09-11"}), "2026-09-12", id="the later of two"
        ),
        pytest.param(halves({"held": "2026-09-15"}), "2026-09-15", id="today"),
        pytest.param(halves({"held": "2026-09-16"}), None, id="tomorrow is not yet"),
        pytest.param(
            halves({"held": "2026-09-16"}, {"held": "2026-09-11"}),
            "2026-09-11",
            id="not what is ahead",
        ),
        pytest.param(halves({"held": "2026-09-10"}, {"skipped": True}), None, id="the leader skipped"),
        pytest.param(halves({"skipped": True}, {"held": "2026-09-10"}), None, id="the employee skipped"),
    ],
)
def test_a_meeting_was_held_on(both: Halves[CheckIn, CheckIn], on: str | None) -> None:
    assert held_on(both, TODAY) == (day(on) if on else None)


@pytest.mark.parametrize(
    ("both", "on"),
    [
        pytest.param(talk(), None, id="nobody planned it"),
        pytest.param(
            talk({"at": "2026-08-20T10:00"}, {"at": "2026-08-21T10:00"}),
            "2026-08-21",
            id="by the leader",
        ),
        pytest.param(talk({"at": "2026-08-20T10:00"}, {}), "2026-08-20", id="else as the employee says"),
        pytest.param(talk({"held": "2026-08-19"}), "2026-08-19", id="else as held"),
        pytest.param(talk({"held": "2026-08-19"}, {"at": "2026-08-21T10:00"}), "2026-08-21", id="plan first"),
    ],
)
def test_the_day_of_a_talk(both: Halves[Talk, Talk], on: str | None) -> None:
    assert talk_day(conversation(H2, talk=both)) == (day(on) if on else None)


def test_a_checkin_is_found_by_its_day() -> None:
    one = conversation(H2, checkin("2026-08-01", half(done=["a"])), checkin("2026-09-01", half(done=["b"])))
    assert one.checkin_on(day("2026-09-01")).of("employee") == half(done=["b"])
    assert one.checkin_on(day("2026-09-01")).of("leader") is None
    assert not one.checkin_on(day("2026-09-02"))


def called(period: Period, on: str, **keys: Any) -> Conversation:
    return conversation(period, talk=talk(None, {"at": f"{on}T10:00"} | keys))


@pytest.mark.parametrize(
    ("halves", "period"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({"at": "2026-09-01T10:00"}, H2, id="14 days ago, and not held yet"),
        pytest.param({"at": "2026-08-31T10:00"}, None, id="longer ago"),
        pytest.param({"held": "2026-09-10"}, None, id="held"),
        pytest.param({"at": "2026-09-20T10:00", "skipped": True}, None, id="called off"),
        pytest.param({"at": "2026-12-20T10:00"}, H2, id="far ahead"),
    ],
)
def test_the_talk_ahead(halves: dict[str, Any], period: Period | None) -> None:
    others = [conversation(H1, talk=talk({"notes": "Old"}))]
    found = find_talk_ahead([*others, conversation(H2, talk=talk(None, halves))], TODAY)
    assert (found.period if found else None) == period


def test_what_comes_is_ahead_of_what_passed() -> None:
    found = find_talk_ahead([called(H2, "2026-09-14"), called(NEXT_H1, "2026-12-21")], TODAY)
    assert found is not None
    assert found.period == NEXT_H1


@pytest.mark.parametrize(
    ("known", "is_open", "period"),
    [
        pytest.param([called(H2, "2026-09-01")], False, H2, id="14 days before"),
        pytest.param([called(H2, "2026-09-29")], False, H2, id="14 days after"),
        pytest.param([called(H2, "2026-08-31")], False, None, id="longer ago"),
        pytest.param([called(NEXT_H1, "2026-09-30")], False, None, id="further ahead"),
        pytest.param([called(H2, "2026-09-10", held="2026-09-10")], False, H2, id="held lately"),
        pytest.param([called(H2, "2026-09-10", held="2026-09-10")], True, None, id="held is not open"),
        pytest.param([called(H2, "2026-09-15", skipped=True)], True, H2, id="called off on that very day"),
        pytest.param([called(H2, "2026-09-14", skipped=True)], False, None, id="called off the day before"),
        pytest.param(
            [called(H2, "2026-09-05"), called(NEXT_H1, "2026-09-16")],
            False,
            H2,
            id="before rather than after",
        ),
        pytest.param(
            [called(H2, "2026-09-05"), called(NEXT_H1, "2026-09-15")], False, NEXT_H1, id="that very day"
        ),
    ],
)
def test_the_talk_somebody_speaks_of(known: list[Conversation], is_open: bool, period: Period | None) -> None:
    found = find_talk_of(known, TODAY, is_open=is_open)
    assert (found.period if found else None) == period
