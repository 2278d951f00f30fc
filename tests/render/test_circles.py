"""The picture of the three circles: well-formed whatever it says, whole titles, nothing lost."""

from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goaltalk.render.circles import COLUMNS, LINES, CircleLabels, circles_svg

LABELS = CircleLabels("The core area", "Can", "Likes", "The unit needs", "Nothing lies here yet")


def read(*core: str, labels: CircleLabels = LABELS) -> Xml.Element:
    return Xml.fromstring(circles_svg(labels, core))


def middle(picture: Xml.Element) -> list[str]:
    return [one.text or "" for one in picture.iter("text") if one.get("font-size") == "11"]


def test_there_are_three_circles_with_a_label_each() -> None:
    picture = read("Calm")
    assert len(list(picture.iter("circle"))) == 3
    labels = [one.text for one in picture.iter("text") if one.get("font-size") == "14"]
    assert labels == ["Can", "Likes", "The unit needs"]
    assert middle(picture) == ["Calm"]


def test_those_who_do_not_see_it_are_told_all_of_it() -> None:
    picture = read("Calm", *["A very long title that takes some lines"] * 3)
    assert picture.get("role") == "img"
    assert picture.findtext("title") == "The core area"
    assert (picture.findtext("desc") or "").startswith("Calm; A very long title")
    assert middle(picture)[-1] == "+2"


def test_an_empty_middle_says_so() -> None:
    assert " ".join(middle(read())) == "Nothing lies here yet"


def test_a_title_too_long_for_the_middle_is_cut() -> None:
    lines = middle(read("word " * 60, "Second", "Third"))
    assert len(lines) <= LINES
    assert lines[-2].endswith(" …")
    assert lines[-1] == "+2"


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '" onload="x', "&amp; ]]>", "\x00\x1b\ufffe\ud800"]
)
def test_text_stays_text(evil: str) -> None:
    picture = read(evil, labels=CircleLabels(evil, evil, evil, evil, evil))
    assert {one.tag for one in picture.iter()} == {
        f"{name}" for name in ("svg", "title", "desc", "circle", "text")
    }
    assert "onload" not in picture.attrib


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.text(min_size=1), max_size=6))
def test_any_titles_make_a_picture_that_fits(titles: list[str]) -> None:
    lines = middle(read(*titles))
    assert len(lines) <= LINES
    assert all(len(line) <= COLUMNS for line in lines)
