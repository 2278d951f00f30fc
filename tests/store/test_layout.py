"""Every record has one place, and every place that is not a record's has none."""

from pathlib import PurePosixPath
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goaltalk.domain.address import Address
from goaltalk.domain.naming import RESERVED
from goaltalk.domain.records import KINDS
from goaltalk.domain.records.fields import Side
from goaltalk.store.layout import SCHEMAS, address_at, is_ours, path_of, schema_comment

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,3}", fullmatch=True).filter(
    lambda one: one not in RESERVED
)
periods = st.from_regex(r"[0-9]{4}(-(H[12]|T[123]|Q[1-4]))?", fullmatch=True)
sides: st.SearchStrategy[Side] = st.sampled_from(["employee", "leader"])
days = st.dates().map(str)
answers = st.from_regex(r"(agreement|review)-[0-9a-f]{12}", fullmatch=True)
profile = settings(derandomize=True, deadline=None, max_examples=100)

PLACES = {
    "goaltalk.yaml": Address("settings"),
    "units/platform/unit.yaml": Address("unit", "platform"),
    "units/platform/2026-H2.yaml": Address("brief", "platform", "2026-H2"),
    "people/kari/person.yaml": Address("person", "kari"),
    "people/kari/2026/prep.employee.yaml": Address("preparation.employee", "kari", "2026", "employee"),
    "people/kari/2026/prep.leader.yaml": Address("preparation.leader", "kari", "2026", "leader"),
    "people/kari/2026-T3/talk.leader.yaml": Address("talk", "kari", "2026-T3", "leader"),
    "people/kari/2026-Q4/agreement.yaml": Address("agreement", "kari", "2026-Q4"),
    "people/kari/2026-H2/checkins/2026-09-15.leader.yaml": Address(
        "checkin", "kari", "2026-H2", "leader", "2026-09-15"
    ),
    "people/kari/2026-H2/review.employee.yaml": Address("review", "kari", "2026-H2", "employee"),
    "people/kari/2026-H2/feedback/per-lie.yaml": Address("feedback", "kari", "2026-H2", None, "per-lie"),
    "people/kari/2026-H2/answers/agreement-3f2a9c1d07be.leader.yaml": Address(
        "answer", "kari", "2026-H2", "leader", "agreement-3f2a9c1d07be"
    ),
}
NO_PLACES = [
    "",
    ".",
    "/goaltalk.yaml",
    "./goaltalk.yaml",
    "sub/goaltalk.yaml",
    "goaltalk.yml",
    "goaltalk.yaml\n",
    "goaltalk_yaml",
    "people/kari",
    "people/kari/",
    "people/kari/person.yml",
    "people/kari/Person.yaml",
    "people/Kari/person.yaml",
    "people/kåri/person.yaml",
    "people/kari./person.yaml",
    "people/kari /person.yaml",
    "people/kari\n/person.yaml",
    "people/kari/person.yaml\n",
    "people/kari--lie/person.yaml",
    "people/-kari/person.yaml",
    "people/kari-/person.yaml",
    "people/../person.yaml",
    "people/kari/../per/person.yaml",
    "people//person.yaml",
    "people\\kari\\person.yaml",
    "/people/kari/person.yaml",
    "C:/people/kari/person.yaml",
    "people/con/person.yaml",
    "people/lpt1/person.yaml",
    "units/nul/unit.yaml",
    "people/kari/2026-H2/feedback/aux.yaml",
    f"people/{'k' * 65}/person.yaml",
    "people/kari/2026-H3/agreement.yaml",
    "people/kari/2026-h2/agreement.yaml",
    "people/kari/26-H2/agreement.yaml",
    "people/kari/٢٠٢٦/agreement.yaml",
    "people/kari/2026-H2/talk.yaml",
    "people/kari/2026-H2/talk.boss.yaml",
    "people/kari/2026-H2/checkins/2026-02-30.employee.yaml",
    "people/kari/2026-H2/checkins/2026-9-1.employee.yaml",
    "people/kari/2026-H2/checkins/20260901.employee.yaml",
    "people/kari/2026-H2/checkins/2026-W36-2.employee.yaml",
    "people/kari/2026-H2/checkins/2026-09-01.yaml",
    "people/kari/2026-H2/answers/agreement-3F2A9C1D07BE.leader.yaml",
    "people/kari/2026-H2/answers/talk-3f2a9c1d07be.leader.yaml",
    "units/platform/2026-H2/unit.yaml",
]


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    kind = draw(st.sampled_from([one for one in KINDS if one != "preparation.private"]))
    if kind == "settings":
        return Address(kind)
    if kind in ("unit", "person"):
        return Address(kind, draw(ids))
    if kind == "questions":
        return Address(kind, name=draw(ids))
    owner, period, side = draw(ids), draw(periods), draw(sides)
    if kind in ("brief", "agreement"):
        return Address(kind, owner, period)
    if kind == "feedback":
        return Address(kind, owner, period, None, draw(ids))
    if kind.startswith("preparation"):
        return Address(kind, owner, period, cast("Side", kind.removeprefix("preparation.")))
    names = {"checkin": days, "answer": answers}
    return Address(kind, owner, period, side, draw(names.get(kind, st.just(""))))


@pytest.mark.parametrize(("path", "address"), PLACES.items(), ids=str)
def test_each_kind_has_its_place(path: str, address: Address) -> None:
    assert path_of(address) == path
    assert address_at(path) == address


@profile
@given(addresses())
def test_what_lies_at_the_path_of_an_address_is_that_address(address: Address) -> None:
    assert address_at(path_of(address)) == address


STEPS = [
    "people",
    "units",
    "kari",
    "Kari",
    "con",
    "..",
    "",
    "2026-H2",
    "2026-H3",
    "2026",
    "checkins",
    "answers",
]
NAMES = [
    "person.yaml",
    "unit.yaml",
    "2026-H1.yaml",
    "agreement.yaml",
    "talk.leader.yaml",
    "2026-02-28.leader.yaml",
]


@profile
@given(st.lists(st.sampled_from(STEPS), max_size=5), st.sampled_from(NAMES))
def test_a_path_that_has_an_address_is_the_path_of_that_address(steps: list[str], name: str) -> None:
    path = "/".join((*steps, name))
    address = address_at(path)
    assert address is None or path_of(address) == path


@profile
@given(addresses(), st.sampled_from(["/", "../", "./", "x/", " ", "\n", "A"]))
def test_nothing_may_stand_before_a_path(address: Address, before: str) -> None:
    assert address_at(before + path_of(address)) is None


@profile
@given(addresses(), st.sampled_from(["/", ".", " ", "\n", "~", ".bak", "\0", "/x"]))
def test_nothing_may_follow_a_path(address: Address, after: str) -> None:
    assert address_at(path_of(address) + after) is None


@profile
@given(st.text(max_size=40))
def test_no_odd_text_is_a_path(text: str) -> None:
    assert address_at(text) is None


@pytest.mark.parametrize("path", NO_PLACES)
def test_no_record_lies_outside_of_its_place(path: str) -> None:
    assert address_at(path) is None


@profile
@given(addresses())
def test_the_schema_comment_leads_from_the_file_to_the_schema(address: Address) -> None:
    key, _, target = schema_comment(address).partition("=")
    assert key == "# yaml-language-server: $schema"
    steps: list[str] = []
    for step in (*PurePosixPath(path_of(address)).parent.parts, *target.split("/")):
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    assert "/".join(steps) == f"{SCHEMAS}/{address.kind}.json"


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("people/kari/notes.yaml", True),
        ("people/kari/notes.YAML", True),
        ("units/x.yml", True),
        ("people/kari/photo.png", False),
        ("questions/own.yaml", True),
        ("goaltalk.yaml", False),
    ],
)
def test_only_yaml_below_people_and_units_has_to_be_a_record(path: str, ours: bool) -> None:
    assert is_ours(path) is ours
