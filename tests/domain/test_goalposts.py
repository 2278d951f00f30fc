"""Which texts both had agreed, in which order, and what moved between them."""

from typing import Any

import pytest
from msgspec.structs import replace

from goaltalk.domain.answers import answer_name, digest_of
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.goalposts import (
    Goalposts,
    Movement,
    Uncounted,
    Version,
    find_agreed,
    find_movements,
    find_uncounted,
)
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.agreement import Amendment, Goal
from goaltalk.domain.records.fields import Side
from goaltalk.domain.rewording import choose_texts

from .build import H1, H2, KARI, PER, agreed_goals, company, conversation, day, goal, make

HERE = company()


class Told:
    """An agreement as it comes about: texts, answers and amendments, one after another."""

    def __init__(self) -> None:
        self.one = conversation(H2, agreement=agreed_goals(goal("a")))
        self.texts: dict[str, Agreement] = {}

    def text(self, title: str) -> "Told":
        assert self.one.agreement is not None
        goals = (make(goal("a", title=title), Goal),)
        self.one = replace(self.one, agreement=replace(self.one.agreement, goals=goals))
        self.texts[digest_of(HERE, self.one)] = self.one.agreement or Agreement()
        return self

    def accept(self, side: Side, on: str, number: int = 1, word: Any = "accepted") -> "Told":
        digest = digest_of(HERE, self.one)
        who = KARI if side == "employee" else PER
        answer = Answer(to="agreement", digest=digest, by=who, role=side, on=day(on), answer=word)
        name = f"{answer_name('agreement', digest, number)}.{side}"
        self.one = replace(self.one, answers={**self.one.answers, name: answer})
        return self

    def both(self, on: str, number: int = 1) -> "Told":
        return self.accept("employee", on, number).accept("leader", on, number)

    def amend(self, on: str, why: str = "Because") -> "Told":
        assert self.one.agreement is not None
        amendment = Amendment(on=day(on), by=PER, why=why, digest=digest_of(HERE, self.one))
        amendments = (*self.one.agreement.amendments, amendment)
        self.one = replace(self.one, agreement=replace(self.one.agreement, amendments=amendments))
        return self

    @property
    def agreed(self) -> list[tuple[str, str, int]]:
        """The titles of the agreed texts, their days, and how many amendments led to each."""
        return [
            (self.texts[one.digest].goals[0].title, str(one.on), len(one.amendments))
            for one in find_agreed(HERE, self.one)
        ]


@pytest.mark.parametrize(
    ("told", "agreed"),
    [
        pytest.param(Told().text("A"), [], id="a draft"),
        pytest.param(Told().text("A").accept("employee", "2026-08-01"), [], id="one side"),
        pytest.param(
            Told().text("A").accept("employee", "2026-08-01").accept("leader", "2026-08-04"),
            [("A", "2026-08-04", 0)],
            id="from the day of the second",
        ),
        pytest.param(
            Told().text("A").accept("employee", "2026-08-01").accept("leader", "2026-08-02", word="declined"),
            [],
            id="declined",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").amend("2026-09-01").text("B").text("C").both("2026-09-03"),
            [("A", "2026-08-01", 0), ("C", "2026-09-03", 1)],
            id="a draft in between",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").amend("2026-09-01").text("B").accept("leader", "2026-09-03"),
            [("A", "2026-08-01", 0)],
            id="the new one waits",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").amend("2026-08-01").text("B").both("2026-08-01", 2),
            [("A", "2026-08-01", 0), ("B", "2026-08-01", 1)],
            id="all on one day",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").amend("2026-09-01").text("B").both("2026-09-02")
            .amend("2026-10-01").text("A").both("2026-10-02", 2),
            [("A", "2026-08-01", 0), ("B", "2026-09-02", 1), ("A", "2026-10-02", 1)],
            id="back to where it was",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").amend("2026-09-01").text("B").amend("2026-09-05")
            .text("C").both("2026-09-09"),
            [("A", "2026-08-01", 0), ("C", "2026-09-09", 2)],
            id="opened twice",
        ),
        pytest.param(
            Told().text("A").both("2026-08-01").text("B").both("2026-08-05"),
            [("A", "2026-08-01", 0), ("B", "2026-08-05", 0)],
            id="changed by hand, and accepted by both",
        ),
    ],
)  # fmt: skip
def test_agreed_texts_come_in_order(told: Told, agreed: list[tuple[str, str, int]]) -> None:
    assert told.agreed == agreed


def test_a_text_that_is_not_known_is_lost_with_the_amendments_around_it() -> None:
    told = Told().text("A").both("2026-08-01").amend("2026-09-01", "One").text("B").both("2026-09-02")
    told.amend("2026-10-01", "Two").text("C").both("2026-10-02")
    lost = list(Goalposts(HERE, [told.one], {}).lost("2026-H2"))
    assert [(str(one.on), [each.why for each in one.amendments]) for one in lost] == [
        ("2026-08-01", ["One"]),
        ("2026-09-02", ["Two"]),
    ]
    known = Goalposts(HERE, [told.one], told.texts)
    assert list(known.lost("2026-H2")) == []
    assert [one.goal.title for one in known.versions(("2026-H2", "a"))] == ["A", "B", "C"]
    assert [one.goal.title for one in known.versions(("2026-H2", "a"), known.agreed("2026-H2")[:2])] == ["C"]
    assert known.versions(("2026-H2", "b")) == known.versions(("2026-H1", "a")) == []


def version(on: str | None = "2026-08-01", period: str = "2026-H2", **keys: Any) -> Version:
    return Version(make(goal("a", **keys), Goal), period, None if on is None else day(on))


def moves(*versions: Version) -> list[Movement]:
    return list(find_movements(versions))


def test_only_what_was_accepted_twice_has_moved() -> None:
    first, second, draft = (
        version(due="2026-09-01"),
        version(due="2026-10-01"),
        version(None, due="2026-11-01"),
    )
    assert [one.is_agreed for one in moves(first, second, draft)] == [True, False]
    assert moves(first, first) == moves(first) == moves() == []


def test_where_it_starts_is_a_goalpost_within_a_period_only() -> None:
    def at(start: int, period: str = "2026-H2") -> Version:
        return version(period=period, measure={"baseline": start, "target": 3})

    assert [[shift.what for shift in one.shifts] for one in moves(at(9), at(6))] == [["baseline"]]
    assert [(one.carried_from, one.shifts) for one in moves(at(9, "2026-H1"), at(6))] == [("2026-H1", ())]


def test_a_new_period_is_told_as_one() -> None:
    (one,) = moves(version(period="2026-H1", title="A"), version(title="B"))
    assert (one.carried_from, one.period) == ("2026-H1", "2026-H2")


def test_a_goal_that_goes_over_as_it_was_is_told_every_time() -> None:
    found = moves(version(period="2026-H1"), version(), version(period="2027-H1"), version(period="2027-H1"))
    assert [(one.carried_from, one.period, one.shifts) for one in found] == [
        ("2026-H1", "2026-H2", ()),
        ("2026-H2", "2027-H1", ()),
    ]


class TestTakenOut:
    def text(self, told: Told, *names: str) -> Told:
        """Let the next text have goals of these names."""
        assert told.one.agreement is not None
        goals = tuple(make(goal(name, title=name), Goal) for name in names)
        told.one = replace(told.one, agreement=replace(told.one.agreement, goals=goals))
        told.texts[digest_of(HERE, told.one)] = told.one.agreement or Agreement()
        return told

    def gone(self, told: Told, known: bool = True) -> list[tuple[str, str | None, list[str]]]:
        found = Goalposts(HERE, [told.one], told.texts if known else {}).taken_out("2026-H2")
        return [
            (name, str(one.on) if one.on else None, [each.why for each in one.amendments])
            for name, one in found.items()
        ]

    def begun(self) -> Told:
        return self.text(Told(), "a", "b").both("2026-08-01").amend("2026-09-01", "One")

    def test_by_an_amendment_that_both_accepted(self) -> None:
        told = self.text(self.begun(), "b").both("2026-09-03")
        assert self.gone(told) == [("a", "2026-09-03", ["One"])]
        told = self.text(told.amend("2026-10-01", "Two"), "b", "c").both("2026-10-02")
        assert self.gone(told) == [("a", "2026-09-03", ["One"])]
        (version, last) = Goalposts(HERE, [told.one], told.texts).versions(("2026-H2", "a"))
        assert (version.is_removal, last.is_removal, last.goal.title) == (False, True, "a")
        (move,) = moves(version, last)
        assert (move.is_removal, move.is_agreed, str(move.on), move.shifts) == (True, True, "2026-09-03", ())

    def test_as_a_proposal(self) -> None:
        assert self.gone(self.text(self.begun(), "b")) == [("a", None, ["One"])]

    def test_not_what_came_back(self) -> None:
        told = self.text(self.begun(), "b").both("2026-09-03").amend("2026-10-01", "Two")
        assert self.gone(self.text(told, "b", "a")) == []
        assert self.gone(self.text(told, "b", "a").both("2026-10-02", 2)) == []

    def test_not_what_was_never_agreed(self) -> None:
        told = self.text(self.begun(), "a", "b", "draft")
        assert self.gone(self.text(told, "a", "b").both("2026-09-03")) == []

    def test_not_what_nobody_knows(self) -> None:
        assert self.gone(self.text(self.begun(), "b").both("2026-09-03"), known=False) == []


@pytest.mark.parametrize("titles", [("A", "B", "C"), ("C", "B", "A"), ("B", "A", "C"), ("B", "C", "A")])
def test_of_several_accepted_on_one_day_the_last_is_told_by_the_numbers(titles: tuple[str, ...]) -> None:
    first, second, third = titles
    told = Told().text(first).both("2026-08-01").amend("2026-08-01").text(second).both("2026-08-01", 2)
    known = {text.goals[0].title: digest for digest, text in told.texts.items()}
    told = told.amend("2026-08-01").text(third)
    for chosen in (choose_texts(HERE, told.one), choose_texts(HERE, told.both("2026-08-01", 3).one)):
        assert chosen is not None
        assert chosen[0].digest == known[second]


def test_what_another_id_accepted_counts_not_and_is_told() -> None:
    told = Told().text("A").both("2026-08-01")
    assert find_uncounted(HERE, [told.one]) == ()
    renamed = replace(told.one, person="kari-dahl")
    assert find_uncounted(HERE, [renamed]) == (Uncounted("2026-H2", (KARI,)),)
    assert find_uncounted(HERE, [renamed], {digest_of(HERE, told.one)}) == ()
    declined = Told().text("A").accept("employee", "2026-08-01", word="declined")
    assert find_uncounted(HERE, [replace(declined.one, person="kari-dahl")]) == ()


def test_answers_of_another_conversation_count_nothing() -> None:
    told = Told().text("A").both("2026-08-01")
    elsewhere: Conversation = replace(told.one, person="somebody-else")
    assert find_agreed(HERE, elsewhere) == ()
    assert find_agreed(HERE, replace(told.one, period=H1)) != ()
