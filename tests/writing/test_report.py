"""The options of checkin become edits of one half, and refer only to what is there."""

from datetime import date
from pathlib import Path

import pytest

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.periods import read_period
from goaltalk.domain.records import CheckIn, Settings
from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.load import Loader
from goaltalk.store.reader import read_record
from goaltalk.store.splice import apply_to_model
from goaltalk.store.tree import WorkingTree
from goaltalk.writing.checkin import NewAction, Report, choose_day, read_report

COMPANY = Company(Settings(organisation="Fjord", id="fjord-12345"))
GOALS, ACTIONS = ("lead-time", "on-call"), ("write-it", "old-one", "book-it")
TODAY = date(2026, 9, 15)


def result(report: Report, model: Model = None) -> Model:
    """Return the model after the edits."""
    model = {"schema": "checkin/1"} if model is None else model
    for edit in read_report(report, model, COMPANY, GOALS, ACTIONS):
        model = apply_to_model(model, edit)
    return model


def refusal(report: Report) -> str:
    with pytest.raises(UsageProblem) as refused:
        result(report)
    return str(refused.value)


def test_everything_one_call_can_say_is_written() -> None:
    report = Report(
        goals={"lead-time": "on-track:60", "on-call": "at_risk"},
        values={"lead-time": "2,5"},
        notes={"status": "fine"},
        actions=[NewAction("Order the tickets", "kari", date(2026, 10, 1)), NewAction("Think", "per", None)],
        done=["write-it"],
        dropped={"old-one": "no need"},
        moved={"book-it": date(2026, 11, 1)},
        experience="Good: both spoke:5",
        held=TODAY,
    )
    assert result(report) == {
        "schema": "checkin/1",
        "goals": {
            "lead-time": {"status": "on_track", "progress": 60, "value": 2.5},
            "on-call": {"status": "at_risk"},
        },
        "topics": {"status": "fine"},
        "actions": [
            {"id": "order-the-tickets", "what": "Order the tickets", "who": "kari", "due": "2026-10-01"},
            {"id": "think", "what": "Think", "who": "per"},
        ],
        "done": ["write-it"],
        "dropped": [{"id": "old-one", "why": "no need"}],
        "moved": [{"id": "book-it", "due": "2026-11-01"}],
        "experience": {"note": "Good: both spoke", "score": 5},
        "held": "2026-09-15",
    }


def test_what_is_written_can_be_read() -> None:
    report = Report(
        goals={"on-call": "missed:100 %"}, values={"on-call": "-3"}, skipped="", dropped={"old-one": ""}
    )
    written = result(report)
    assert isinstance(read_record("checkin", repr(written).replace("True", "true").encode()), CheckIn)
    assert written == {
        "schema": "checkin/1",
        "goals": {"on-call": {"status": "missed", "progress": 100, "value": -3}},
        "dropped": [{"id": "old-one"}],
        "skipped": True,
    }


def test_saying_the_same_again_changes_nothing() -> None:
    report = Report(
        goals={"lead-time": "on_track:60"},
        actions=[NewAction("Order the tickets", "kari", TODAY)] * 2,
        done=["write-it", "write-it"],
        dropped={"old-one": "x"},
        moved={"book-it": TODAY},
        experience="Good",
        skipped="ill",
    )
    once = result(report)
    assert result(report, once) == once


@pytest.mark.parametrize(
    ("text", "experience"),
    [
        ("Good", {"note": "Good"}),
        ("Good:4", {"note": "Good", "score": 4}),
        ("Good : 4", {"note": "Good", "score": 4}),
        ("Good:x", {"note": "Good:x"}),
        ("At 9:45", {"note": "At 9:45"}),
    ],
)
def test_an_experience_may_end_with_a_score(text: str, experience: Model) -> None:
    assert result(Report(experience=text)) == {"schema": "checkin/1", "experience": experience}


@pytest.mark.parametrize(
    ("report", "message"),
    [
        (Report(experience="Good:9"), "--experience: the figure behind the colon goes from 1 to 5"),
        (Report(goals={"x": "on_track"}), "--goal x: there is no such goal; there is lead-time, on-call"),
        (Report(values={"x": "1"}), "--value x: there is no such goal; there is lead-time, on-call"),
        (
            Report(notes={"mood": "x"}),
            "--note mood: there is no such topic; there is status, happened, learned,",
        ),
        (Report(done=["x"]), "--done x: there is no such action; there is write-it, old-one"),
        (Report(dropped={"x": ""}), "--drop x: there is no such action; there is write-it, old-one"),
        (Report(moved={"x": TODAY}), "--move x: there is no such action; there is write-it, old-one"),
        (
            Report(goals={"on-call": "great"}),
            "--goal on-call=great: a status is one of not_started, on_track,",
        ),
        (
            Report(goals={"on-call": "missed:"}),
            "--goal on-call=missed:: progress is a whole number from 0 to 100",
        ),
        (Report(goals={"on-call": "missed:101"}), "--goal on-call=missed:101: progress is a whole number"),
        (Report(goals={"on-call": "missed:٣"}), "--goal on-call=missed:٣: progress is a whole number"),
        (Report(goals={"on-call": "missed:" + "9" * 5000}), "--goal on-call=missed:999"),
        (Report(values={"on-call": "ten"}), "--value on-call=ten: must be a number"),
        (Report(values={"on-call": "nan"}), "--value on-call=nan: must be a number"),
        (Report(values={"on-call": "inf"}), "--value on-call=inf: must be a number"),
        (Report(values={"on-call": "1_000"}), "--value on-call=1_000: must be a number"),
        (Report(values={"on-call": "9" * 400}), "--value on-call=9999"),
        (Report(actions=[NewAction("???", "kari", None)]), "--action '???': no id can be made of this"),
        (
            Report(actions=[NewAction("Write it", "kari", None)]),
            "there is an action write-it already; --move",
        ),
    ],
)
def test_what_is_unknown_or_impossible_is_refused(report: Report, message: str) -> None:
    assert refusal(report).startswith(message)


def test_an_action_of_this_half_with_other_content_is_refused() -> None:
    model = result(Report(actions=[NewAction("New one", "kari", None)]))
    with pytest.raises(UsageProblem, match="actions already has new-one with other content"):
        result(Report(actions=[NewAction("New one", "per", None)]), model)


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ({}, TODAY),
        ({date(2026, 9, 18): CheckIn()}, date(2026, 9, 18)),
        ({date(2026, 9, 8): CheckIn()}, date(2026, 9, 8)),
        ({date(2026, 9, 7): CheckIn(), date(2026, 9, 23): CheckIn()}, TODAY),
        ({date(2026, 9, 12): CheckIn(), date(2026, 9, 17): CheckIn()}, date(2026, 9, 17)),
        ({date(2026, 9, 12): CheckIn(), date(2026, 9, 18): CheckIn()}, date(2026, 9, 12)),
        ({date(2026, 9, 14): CheckIn(held=date(2026, 9, 14))}, TODAY),
        ({date(2026, 9, 14): CheckIn(skipped=True), date(2026, 9, 20): CheckIn()}, date(2026, 9, 20)),
    ],
)
def test_the_check_in_meant_is_the_nearest_one_not_held(days: dict[date, CheckIn], chosen: date) -> None:
    checkins = tuple(DatedCheckIn(day, Halves(None, half)) for day, half in days.items())
    conversation = Conversation("kari", read_period("2026-H2"), checkins=checkins)
    assert choose_day([conversation], TODAY, "leader") == chosen


PLANNED = date(2026, 9, 16)
THEIRS = CheckIn(held=date(2026, 9, 13), topics={"status": "Well"})


@pytest.mark.parametrize(
    ("mine", "theirs", "day", "chosen"),
    [
        pytest.param(None, THEIRS, date(2026, 9, 13), date(2026, 9, 13), id="theirs alone"),
        pytest.param(CheckIn(), THEIRS, date(2026, 9, 13), date(2026, 9, 13), id="my form is empty"),
        pytest.param(CheckIn(topics={"next": "x"}), THEIRS, date(2026, 9, 13), TODAY, id="I have written"),
        pytest.param(CheckIn(held=TODAY), THEIRS, date(2026, 9, 13), TODAY, id="I have confirmed it"),
        pytest.param(None, CheckIn(skipped=True), date(2026, 9, 13), TODAY, id="called off"),
        pytest.param(None, THEIRS, date(2026, 9, 9), date(2026, 9, 9), id="six days ago"),
        pytest.param(None, THEIRS, date(2026, 9, 8), TODAY, id="a week ago"),
    ],
)
def test_both_halves_belong_to_one_meeting(
    mine: CheckIn | None, theirs: CheckIn, day: date, chosen: date
) -> None:
    one = Conversation("kari", read_period("2026-H2"), checkins=(DatedCheckIn(day, Halves(mine, theirs)),))
    assert choose_day([one], TODAY, "employee") == chosen
    planned = DatedCheckIn(PLANNED, Halves(None, CheckIn()))
    both = Conversation("kari", read_period("2026-H2"), checkins=(*one.checkins, planned))
    assert choose_day([both], TODAY, "employee") == PLANNED


def test_the_example_has_the_planned_check_in_of_the_week() -> None:
    loader = Loader(WorkingTree(Path(__file__).parents[2] / "examples/en"))
    company = loader.company()
    amina = loader.conversations(company, "amina-hussein")
    assert choose_day(amina, date(2026, 11, 12), "leader") == date(2026, 11, 17)
