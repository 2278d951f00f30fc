"""What a calendar holds: each deadline and meeting ahead once, under a name that stays."""

import pytest

from goaltalk.domain.appointments import as_appointments, find_meetings
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines import find_deadlines

from .build import (
    H2,
    KARI,
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
    kari,
    planned,
    skipped,
    talk,
)

AGREED = in_force(conversation(H2, agreement=agreed_goals(goal("speed", due="2026-10-01"))), "2026-07-10")


def entries(today: str, one: Conversation, known: Company | None = None) -> list[tuple[str, str]]:
    deadlines = find_deadlines(known or company(), KARI, [one], day(today))
    meetings = list(find_meetings([one], day(today)))
    return [
        (each.uid, str(each.day)) for each in (*as_appointments(deadlines, day(today), meetings), *meetings)
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-08-10", ["checkin-overdue", "goal-overdue"]),
        ("2026-08-11", ["goal-overdue"]),
        ("2026-10-01", ["goal-overdue"]),
        ("2026-10-02", []),
    ],
)
def test_a_deadline_stands_until_its_day(today: str, expected: list[str]) -> None:
    found = [name for name, _ in entries(today, AGREED)]
    assert [name.split("-kari")[0] for name in found] == expected


def test_a_name_stays_when_the_date_moves() -> None:
    for known, due in ((company(), "2026-08-10"), (company(cadence="biweekly"), "2026-07-24")):
        assert entries("2026-07-11", AGREED, known)[0] == ("checkin-overdue-kari-nordmann", due)
    moving = held("2026-07-20", actions=[action("call", due="2026-08-05")])
    one = conversation(H2, moving)
    moved = conversation(H2, moving, held("2026-07-25", moved=[{"id": "call", "due": "2026-09-05"}]))
    name = "action-overdue-kari-nordmann-call"
    assert (name, "2026-08-05") in entries("2026-07-26", one)
    assert (name, "2026-09-05") in entries("2026-07-26", moved)


def test_names_are_unique() -> None:
    text = agreement(
        proposed="2026-07-20",
        goals=[goal("a", due="2026-10-01"), goal("b", due="2026-10-01")],
        actions=[action("a", due="2026-09-01"), action("b", due="2026-09-01")],
    )
    one = conversation(
        H2,
        planned("2026-08-05"),
        planned("2026-09-05"),
        agreement=text,
        talk=talk({"at": "2026-08-20T10:00"}),
    )
    names = [name for name, _ in entries("2026-07-21", one)]
    assert len(names) == len(set(names)) >= 11


def test_meetings_bear_the_names_of_their_invitations() -> None:
    one = conversation(
        H2,
        checkin("2026-08-25", None, half(at="2026-08-25T13:00", minutes=45)),
        checkin("2026-09-25", half(topics={"status": "Well"})),
        checkin("2026-09-26", half()),
        skipped("2026-10-25"),
        held("2026-07-25"),
        talk=talk(leader={"at": "2026-08-20T10:00"}),
    )
    assert [
        (each.uid, each.kind, str(each.day), each.at, each.minutes)
        for each in find_meetings([one], day("2026-08-01"))
    ] == [
        ("talk-kari-nordmann-2026-H2", "talk", "2026-08-20", "2026-08-20T10:00", 60),
        ("checkin-kari-nordmann-2026-08-25", "checkin", "2026-08-25", "2026-08-25T13:00", 45),
        ("checkin-kari-nordmann-2026-09-25", "checkin", "2026-09-25", None, 30),
    ]


@pytest.mark.parametrize(("planned_on", "stands"), [("2026-08-17", False), ("2026-08-18", True)])
def test_a_checkin_planned_in_time_is_no_deadline_too(planned_on: str, stands: bool) -> None:
    one = in_force(conversation(H2, planned(planned_on), agreement=agreement(role="Lead")), "2026-07-10")
    names = [name for name, _ in entries("2026-08-01", one)]
    assert ("checkin-overdue-kari-nordmann" in names) is stands
    assert f"checkin-kari-nordmann-{planned_on}" in names


def test_what_never_falls_due_is_left_out() -> None:
    known = company(kari(away=[{"from": "2026-08-01", "to": "9999-12-31"}]))
    assert entries("2026-07-26", AGREED, known) == []
