"""Whoever is asked for is found, however the file is written; and nobody else's file is understood for it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.company import Company
from goaltalk.domain.records import Person, Settings, Unit
from goaltalk.domain.records.fields import FormerLeader
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.roster import MANY_WORDS, Gathered
from goaltalk.store.yamltext import write

TODAY = date(2026, 9, 15)
SETTINGS = Settings(organisation="Fjord", id="fjord-12345")
UNITS = {
    "company": Unit(name="Company", leader="top"),
    "platform": Unit(
        name="Platform",
        leader="per",
        part_of="company",
        former_leaders=(FormerLeader(leader="old", until=date(2026, 9, 20)),),
    ),
    "sales": Unit(name="Sales", leader="liv", part_of="company"),
}


class Files:
    """People's files, and whose were made records of."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = {name: text.encode() for name, text in files.items()}
        self.read: list[str] = []

    def roster(self) -> Gathered:
        """Return the people, none of them read yet."""
        ids = sorted(self.files)
        return Gathered(ids, lambda names: [(name, self.files[name]) for name in names], self._records)

    def _records(self, names: Sequence[str]) -> dict[str, Person]:
        self.read += names
        return _records({name: self.files[name] for name in names})


def _records(files: Mapping[str, bytes]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for name, data in files.items():
        try:
            record = read_record("person", data)
        except Flawed:
            continue
        assert isinstance(record, Person)
        found[name] = record
    return found


def _file(name: str, unit: str = "sales", more: str = "") -> str:
    return f"schema: person/1\nname: {name}\nemail: {name}@fjord.example\nunit: {unit}\n{more}"


PLAIN = {name: _file(name) for name in ("liv", "ola", "siv")}
AWKWARD = {
    "an address behind an escape": 'schema: person/1\nname: A\nemail: "a\\u0040x.example"\nunit: sales\n',
    "an address in capitals": "schema: person/1\nname: A\nemail: A@X.Example\nunit: sales\n",
    "a letter that folds to another": "schema: person/1\nname: A\nemail: a@x.example\nunit: sales\n".replace(
        "x.", "\u212a."
    ),
    "another address": _file("a", more="other_emails: [a@x.example]\n"),
    "keys in another order": "unit: sales\nschema: person/1\nname: A\nemail: a@x.example\n",
    "all on one line": "{schema: person/1, name: A, email: a@x.example, unit: sales}\n",
}


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    files = Files({**PLAIN, "a": text})
    address = "a@k.example" if "\u212a" in text else "a@x.example"
    assert Company(SETTINGS, UNITS, files.roster()).with_email(address) == ("a",)


def test_an_apostrophe_may_stand_twice() -> None:
    text = "schema: person/1\nname: A\nemail: 'a.o''brien@x.example'\nunit: sales\n"
    files = Files({**PLAIN, "a": text})
    assert Company(SETTINGS, UNITS, files.roster()).with_email("a.o'brien@x.example") == ("a",)


def test_only_who_may_be_meant_is_read() -> None:
    files = Files({**PLAIN, "per": _file("per", "platform"), "kari": _file("kari", "platform")})
    company = Company(SETTINGS, UNITS, files.roster())
    assert company.team_of("per", date(2026, 10, 1)) == ("kari",)
    assert sorted(files.read) == ["kari", "per"]
    assert company.with_email("ola@fjord.example") == ("ola",)
    assert company.people["siv"].name == "siv"
    assert sorted(files.read) == ["kari", "ola", "per", "siv"]
    assert list(company.people) == ["kari", "liv", "ola", "per", "siv"]
    assert sorted(files.read) == ["kari", "liv", "ola", "per", "siv"]


def test_who_is_nobody_is_not_there() -> None:
    people = Files({**PLAIN, "broken": "schema: person/1\n"}).roster()
    assert "broken" not in people
    assert people.get("nobody") is None
    assert len(people) == 3


@pytest.mark.parametrize("text", ["", "unit\n", "\ufeffschema", "schema: person/1\nname: A\n"])
def test_what_does_not_tell_the_unit_is_read_whoever_is_looked_for(text: str) -> None:
    files = Files({**PLAIN, "broken": text})
    Company(SETTINGS, UNITS, files.roster()).with_email("nobody@fjord.example")
    assert files.read == ["broken"]


def test_where_very_much_is_looked_for_everybody_is_read() -> None:
    files = Files(PLAIN)
    files.roster().naming(frozenset(map(str, range(MANY_WORDS + 1))))
    assert files.read == sorted(PLAIN)


NAMES = ("top", "per", "old", "liv", "kari", "ola")
PEOPLE = st.dictionaries(
    st.sampled_from(NAMES),
    st.builds(
        Person,
        name=st.sampled_from(("Kari", "Åse", "null", "a \\ b")),
        email=st.sampled_from(("kari@fjord.example", "Åse@Fjord.example", "a")),
        unit=st.sampled_from(("company", "platform", "sales", "nowhere")),
        leader=st.none() | st.sampled_from(NAMES),
        former_leaders=st.lists(
            st.builds(FormerLeader, leader=st.sampled_from(NAMES), until=st.dates(TODAY, date(2026, 10, 30))),
            max_size=2,
        ).map(tuple),
    ),
)


def _text(one: Person) -> str:
    kept = {key: value for key, value in msgspec.to_builtins(one).items() if value not in (None, (), [])}
    return "\n".join(write(kept).body) + "\n"


@given(PEOPLE, st.sampled_from(NAMES), st.sampled_from(("company", "platform")), st.data())
def test_the_answers_are_those_of_everybody_read(
    people: dict[str, Person], leader: str, unit: str, data: st.DataObject
) -> None:
    files = {name: _text(one) for name, one in people.items()}
    whole = Company(SETTINGS, UNITS, _records({name: one.encode() for name, one in files.items()}))
    narrow = Company(SETTINGS, UNITS, Files(files).roster())
    asked: dict[str, Callable[[Company], tuple[str, ...]]] = {
        "team": lambda one: one.team_of(leader, TODAY),
        "unit": lambda one: one.members_of(unit),
        "address": lambda one: one.with_email("ÅSE@fjord.example"),
        "all": lambda one: tuple(sorted(one.people)),
    }
    for name in data.draw(st.permutations(sorted(asked))):
        assert asked[name](narrow) == asked[name](whole)
