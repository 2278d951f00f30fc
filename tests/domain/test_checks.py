"""References, unique ids and circles over all records of a repository."""

from collections.abc import Iterable
from typing import Any

import pytest

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.company_checks import check_brief, check_company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.conversation_checks import check_conversations, halves_of_meetings
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Brief, EmployeePreparation, Talk
from goaltalk.domain.records.fields import Side

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    OLA,
    PER,
    action,
    agreement,
    checkin,
    company,
    conversation,
    goal,
    half,
    held,
    kari,
    make,
    person,
    review,
    rules,
    talk,
    unit,
)

Place = tuple[str, str, tuple[str | int, ...]]
AGREEMENT = Address("agreement", KARI, "2026-H2")
BRIEF = make({"focus": [{"id": "fast", "title": "Fast"}], "goals": [{"id": "safe", "title": "Safe"}]}, Brief)


def places(findings: Iterable[Finding]) -> list[Place]:
    """Say of each finding its rule, whose record and where in it."""
    return [(one.rule, one.about.owner if one.about else "", one.key_path) for one in findings]


def checked(*conversations: Conversation, **briefs: Brief) -> list[Finding]:
    known = {label.removeprefix("p").replace("_", "-"): brief for label, brief in briefs.items()}
    return list(check_conversations(company(), conversations, known))


def flaws(**keys: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    """Check an agreement of these keys; the brief of its period has the needs `fast` and `safe`."""
    found = checked(conversation(H2, agreement=agreement(**keys)), p2026_H2=BRIEF)
    assert {one.about for one in found} <= {AGREEMENT}
    assert {one.person for one in found} <= {KARI}
    return [(one.rule, one.key_path) for one in found]


class TestCompany:
    @pytest.mark.parametrize(
        ("known", "found"),
        [
            pytest.param(company(), [], id="nothing is wrong"),
            pytest.param(
                company(units={"tech": unit("nobody", deputy="noone")}),
                [("reference", "tech", ("leader",)), ("reference", "tech", ("deputy",))],
                id="unknown leader and deputy",
            ),
            pytest.param(
                company(units={"tech": unit(PER, part_of="all")}),
                [("reference", "tech", ("part_of",))],
                id="unknown unit above",
            ),
            pytest.param(
                company(kari(unit="none", leader="nobody")),
                [("reference", KARI, ("unit",)), ("reference", KARI, ("leader",))],
                id="unknown unit and leader",
            ),
            pytest.param(
                company(kari(leader=KARI)), [("cycle", KARI, ("leader",))], id="somebody leads themselves"
            ),
            pytest.param(
                company(kari(leader=PER) | {PER: person(PER, leader=KARI)}),
                [("cycle", PER, ("leader",)), ("cycle", KARI, ("leader",))],
                id="two lead each other",
            ),
            pytest.param(
                company({PER: person(PER, leader=KARI)}),
                [("cycle", PER, ("leader",)), ("cycle", KARI, ("unit",))],
                id="two lead each other, one through the unit",
            ),
            pytest.param(
                company({ANNE: person(ANNE, leader=OLA), OLA: person(OLA, leader=ANNE), **kari(leader=OLA)}),
                [("cycle", ANNE, ("leader",)), ("cycle", OLA, ("leader",))],
                id="who is led by a circle is not part of it",
            ),
            pytest.param(
                company(
                    units={
                        "a": unit(PER, part_of="b"),
                        "b": unit(PER, part_of="a"),
                        "c": unit(PER, part_of="a"),
                    }
                ),
                [("cycle", "a", ()), ("cycle", "b", ())],
                id="two units are part of each other",
            ),
            pytest.param(
                company(units={"a": unit(PER, part_of="a")}),
                [("cycle", "a", ())],
                id="a unit is part of itself",
            ),
            pytest.param(
                company(kari(other_emails=["PER-LIE@example.com"])),
                [("duplicate-id", PER, ("email",)), ("duplicate-id", KARI, ("email",))],
                id="two people have one address",
            ),
            pytest.param(company(kari(other_emails=[f"{KARI}@Example.com"])), [], id="one address twice"),
        ],
    )
    def test_it_is_found(self, known: Company, found: list[Place]) -> None:
        assert sorted(places(check_company(known))) == sorted(found)

    def test_a_near_id_is_suggested(self) -> None:
        (found,) = check_company(company(kari(leader="per-li")))
        assert found.message == "no person per-li; did you mean per-lie?"
        assert (found.severity, found.person) == ("error", KARI)

    def test_a_finding_about_a_unit_is_about_no_person(self) -> None:
        (found,) = check_company(company(units={"tech": unit("zzz")}))
        assert (found.message, found.person) == ("no person zzz", None)

    def test_a_former_leader_makes_no_circle(self) -> None:
        former = [{"leader": KARI, "until": "2099-12-31"}]
        assert list(check_company(company({PER: person(PER, former_leaders=former)}))) == []

    def test_ten_thousand_people_are_checked_in_one_pass(self) -> None:
        chain = {f"p-{n}": person(f"p-{n}", leader=f"p-{n // 10}") for n in range(1, 10_000)}
        assert rules(check_company(company({"p-0": person("p-0"), **chain}))) == []


class TestBrief:
    def test_ids_are_unique_over_all_its_lists(self) -> None:
        need = {"id": "fast", "title": "Fast"}
        brief = make(
            {"focus": [need], "goals": [{"id": "a", "title": "A"}, need], "challenges": [need]}, Brief
        )
        found = list(check_brief("platform", "2026-H2", brief))
        assert [one.key_path for one in found] == [("goals", 1, "id"), ("challenges", 0, "id")]
        assert {one.about for one in found} == {Address("brief", "platform", "2026-H2")}
        assert list(check_brief("platform", "2026-H2", BRIEF)) == []


class TestAgreement:
    def test_what_is_known_is_fine(self) -> None:
        keys = {
            "goals": [goal("a", supports=["fast"], **{"with": [PER]})],
            "development": [{"id": "a", "need": "Rust", "for": ["a", "safe"]}],
            "actions": [action("a", who=PER)],
        }
        assert flaws(**keys) == []

    @pytest.mark.parametrize(
        ("keys", "path"),
        [
            ({"goals": [goal("a"), goal("b", supports=["fast", "slow"])]}, ("goals", 1, "supports", 1)),
            ({"goals": [goal("a", **{"with": [PER, "nobody"]})]}, ("goals", 0, "with", 1)),
            ({"goals": [goal("a", continues="2026-H1/a")]}, ("goals", 0, "continues")),
            ({"goals": [goal("a", continues="2026-H2/a")]}, ("goals", 0, "continues")),
            ({"development": [{"id": "a", "need": "Rust", "for": ["b"]}]}, ("development", 0, "for", 0)),
            ({"actions": [action("a", who="nobody")]}, ("actions", 0, "who")),
        ],
        ids=["need", "with", "continues", "continues itself", "development", "action"],
    )
    def test_what_is_unknown_is_found(self, keys: dict[str, Any], path: tuple[str | int, ...]) -> None:
        assert flaws(**keys) == [("reference", path)]

    @pytest.mark.parametrize(
        ("key", "items"),
        [
            ("goals", [goal("a"), goal("b"), goal("a")]),
            ("tasks", [{"id": name, "title": "T"} for name in "aba"]),
            ("development", [{"id": name, "need": "T"} for name in "aba"]),
            ("wishes", [{"id": name} for name in "aba"]),
            ("actions", [action(name) for name in "aba"]),
        ],
    )
    def test_ids_are_unique_in_each_list(self, key: str, items: list[Any]) -> None:
        assert flaws(**{key: items}) == [("duplicate-id", (key, 2, "id"))]

    def test_needs_are_not_checked_without_a_brief(self) -> None:
        text = agreement(
            goals=[goal("a", supports=["any"])], development=[{"id": "a", "need": "Rust", "for": ["any"]}]
        )
        assert checked(conversation(H2, agreement=text)) == []
        assert checked(conversation(H2, agreement=text), p2026_H1=BRIEF) == []

    def test_a_goal_continues_one_of_an_earlier_period(self) -> None:
        old = conversation(H1, agreement=agreement(goals=[goal("a")]))
        new = conversation(H2, agreement=agreement(goals=[goal("b", continues="2026-H1/a")]))
        assert checked(new, old) == []
        back = conversation(H1, agreement=agreement(goals=[goal("a", continues="2026-H2/b")]))
        assert rules(checked(back, new)) == ["reference"]


class TestPreparation:
    def test_strengths_support_needs_and_wishes_have_ids(self) -> None:
        mine = make(
            {
                "can": [{"text": "Rust", "supports": ["fast"]}],
                "likes": [{"text": "Tea"}, {"text": "Calm", "supports": ["slow"]}],
                "wishes": [{"id": "a", "text": "Less travel"}, {"id": "a", "text": "More tea"}],
            },
            EmployeePreparation,
        )
        one = conversation(H2, preparation=Halves(mine))
        about = Address("preparation.employee", KARI, "2026-H2", "employee")
        assert {found.about for found in checked(one, p2026_H2=BRIEF)} == {about}
        assert places(checked(one, p2026_H2=BRIEF)) == [
            ("duplicate-id", KARI, ("wishes", 1, "id")),
            ("reference", KARI, ("likes", 1, "supports", 0)),
        ]
        assert rules(checked(one)) == ["duplicate-id"]


class TestCheckIns:
    TEXT = agreement(goals=[goal("speed")], actions=[action("book")])

    def test_goals_and_actions_of_now_and_before_are_known(self) -> None:
        old = conversation(H1, held("2026-05-01", actions=[action("call")]), agreement=self.TEXT)
        new = conversation(H2, held("2026-08-01", goals={"speed": {}}, done=["call", "book"]))
        assert checked(new, old) == []

    @pytest.mark.parametrize(
        ("keys", "path"),
        [
            ({"goals": {"sped": {}}}, ("goals", "sped")),
            ({"actions": [action("new", who="nobody")]}, ("actions", 0, "who")),
            ({"done": ["book", "bok"]}, ("done", 1)),
            ({"dropped": [{"id": "bok"}]}, ("dropped", 0, "id")),
            (
                {"moved": [{"id": "book", "due": "2026-09-01"}, {"id": "x", "due": "2026-09-01"}]},
                ("moved", 1, "id"),
            ),
        ],
        ids=["goal", "owner", "done", "dropped", "moved"],
    )
    def test_what_is_unknown_is_found(self, keys: dict[str, Any], path: tuple[str | int, ...]) -> None:
        one = conversation(H2, checkin("2026-08-01", None, half(**keys)), agreement=self.TEXT)
        (found,) = checked(one)
        assert (found.rule, found.key_path) == ("reference", path)
        assert found.about == Address("checkin", KARI, "2026-H2", "leader", "2026-08-01")

    def test_goals_of_a_later_period_are_not_known_yet(self) -> None:
        early = conversation(H1, held("2026-05-01", goals={"speed": {}}))
        assert rules(checked(early, conversation(H2, agreement=self.TEXT))) == ["reference"]


class TestActionIds:
    def test_they_are_unique_for_a_person_in_all_periods(self) -> None:
        old = conversation(H1, held("2026-05-01", actions=[action("call")]))
        new = conversation(H2, held("2026-08-01", actions=[action("call")]))
        (found,) = checked(old, new)
        assert (found.rule, found.key_path) == ("duplicate-id", ("actions", 0, "id"))
        assert found.about == Address("checkin", KARI, "2026-H2", "employee", "2026-08-01")

    @pytest.mark.parametrize(
        ("mine", "theirs", "found"),
        [
            ([action("call")], [action("call")], []),
            ([action("call")], [action("call", who=PER)], ["duplicate-id"]),
            ([action("call")], [action("call"), action("call")], []),
            ([action("call"), action("call")], [], ["duplicate-id"]),
        ],
        ids=["both halves the same", "the halves differ", "twice in the second half", "twice in one half"],
    )
    def test_the_halves_of_a_checkin_may_say_the_same(
        self, mine: list[Any], theirs: list[Any], found: list[str]
    ) -> None:
        one = conversation(H2, checkin("2026-08-01", half(actions=mine), half(actions=theirs)))
        assert rules(checked(one)) == found


class TestReview:
    def test_goals_are_those_of_the_agreement(self) -> None:
        text = agreement(goals=[goal("speed")])
        both = review({"goals": {"speed": {}, "x": {}}}, {"carry_over": ["speed", "y"]})
        found = checked(conversation(H2, agreement=text, review=both))
        assert [(one.about.side, one.key_path) for one in found if one.about] == [
            ("employee", ("goals", "x")),
            ("leader", ("carry_over", 1)),
        ]
        assert rules(checked(conversation(H2, review=review({"goals": {"speed": {}}})))) == ["reference"]


def test_every_half_of_every_meeting_has_its_address() -> None:
    one = conversation(H2, checkin("2026-08-01", half(), half()), talk=talk({}, {}))
    assert [(about.kind, about.side, about.name) for about, _ in halves_of_meetings(one)] == [
        ("talk", "employee", ""),
        ("talk", "leader", ""),
        ("checkin", "employee", "2026-08-01"),
        ("checkin", "leader", "2026-08-01"),
    ]
    assert list(halves_of_meetings(conversation(H2))) == []


@pytest.mark.parametrize("side", ["employee", "leader"])
def test_a_half_that_stands_alone_is_that_of_its_side(side: Side) -> None:
    written = {"notes": side}
    one = conversation(H2, talk=talk(**{side: written}))
    assert list(halves_of_meetings(one)) == [
        (Address("talk", KARI, "2026-H2", side), make(written, Talk)),
    ]


def test_an_answered_wish_is_one_of_the_preparation() -> None:
    mine = make({"wishes": [{"id": "less-travel", "text": "Less travel"}]}, EmployeePreparation)
    text = agreement(wishes=[{"id": "less-travel", "answer": "yes"}, {"id": "less-travle", "answer": "no"}])
    one = conversation(H2, agreement=text, preparation=Halves(mine, None))
    (found,) = checked(one)
    assert (found.rule, found.key_path) == ("reference", ("wishes", 1, "id"))
    assert found.message == "no wish less-travle; did you mean less-travel?"
    assert checked(conversation(H2, agreement=text)) == []
