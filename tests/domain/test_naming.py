"""Ids are made from names, and names are found again."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.naming import RESERVED, find_people, make_id, make_unique_id
from goaltalk.domain.records.fields import SLUG

from .build import person, steadily

FOLK = {
    "kari-nordmann": person("kari-nordmann", name="Kari Nordmann", email="Kari@Example.com"),
    "kari-dahl": person(
        "kari-dahl", name="Kari Dahl", email="kd@example.com", other_emails=["kd@old.example"]
    ),
    "aase-moe": person("aase-moe", name="Åse Moe", email="aase@example.com"),
    "kari": person("kari", name="Kari", email="k@example.com"),
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kari Nordmann", "kari-nordmann"),
        ("Åse Bjørnstjerne Ærlig", "aase-bjoernstjerne-aerlig"),
        ("ÅSE", "aase"),
        ("André-Louis d'Arc", "andre-louis-darc"),
        ("Áŋŋel Ŧuomas Łukasz Đorđe Þór Groß", "annel-tuomas-lukasz-dorde-thor-gross"),
        ("Ǿrsted", "oersted"),
        ("ℌans 𝐊ari", "hans-kari"),
        ("İpek Yıldız", "ipek-yildiz"),
        ("  Cut lead time: 5 → 2 days!  ", "cut-lead-time-5-2-days"),
        ("a__b..c", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("--help", "help"),
        ("日本語", ""),
        ("", ""),
        ("🙂", ""),
        ("x" * 60, "x" * 48),
        ("word " * 12, "word-word-word-word-word-word-word-word-word"),
        ("a" * 47 + " b", "a" * 47),
        ("a" * 46 + " b", "a" * 46 + "-b"),
    ],
)
def test_an_id_is_made_of_the_words(words: str, expected: str) -> None:
    assert make_id(words) == expected


@pytest.mark.parametrize(
    ("words", "taken", "expected"),
    [
        ("Kari", [], "kari"),
        ("Kari", ["kari"], "kari-2"),
        ("Kari", ["kari", "kari-2"], "kari-3"),
        ("Kari", ["KARI"], "kari-2"),
        ("日本", [], "item"),
        ("日本", ["item"], "item-2"),
        ("Con", [], "con-2"),
        ("LPT9", [], "lpt9-2"),
        ("Com1", [], "com1-2"),
        ("Com0", [], "com0"),
        ("Com10", [], "com10"),
    ],
)
def test_a_unique_id_is_none_of_those_taken(words: str, taken: list[str], expected: str) -> None:
    assert make_unique_id(words, taken) == expected


@steadily
@given(st.text(max_size=200))
def test_what_is_made_is_an_id_or_nothing(words: str) -> None:
    made = make_id(words)
    assert made == "" or (re.search(SLUG, made) and len(made) <= 48)


@steadily
@given(st.text(max_size=60))
def test_the_unicode_form_of_a_name_does_not_matter(words: str) -> None:
    assert make_id(unicodedata.normalize("NFD", words)) == make_id(unicodedata.normalize("NFC", words))


@steadily
@given(st.text(max_size=200))
def test_an_id_is_its_own_id(words: str) -> None:
    assert make_id(make_id(words)) == make_id(words)


@steadily
@given(st.text(max_size=60), st.integers(0, 30))
def test_a_unique_id_is_valid_free_and_never_reserved(words: str, how_many: int) -> None:
    taken: list[str] = []
    for _ in range(how_many):
        made = make_unique_id(words, taken)
        assert made not in taken
        assert made not in RESERVED
        assert re.search(SLUG, made)
        taken.append(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kari-nordmann", ["kari-nordmann"]),
        ("kari", ["kari"]),
        ("Kari", ["kari"]),
        (" KARI-DAHL ", ["kari-dahl"]),
        ("kari@example.com", ["kari-nordmann"]),
        ("KD@OLD.example", ["kari-dahl"]),
        ("nord", ["kari-nordmann"]),
        ("kari-", ["kari-dahl", "kari-nordmann"]),
        ("a", ["aase-moe", "kari", "kari-dahl", "kari-nordmann"]),
        (unicodedata.normalize("NFC", "Åse"), ["aase-moe"]),
        (unicodedata.normalize("NFD", "Åse"), ["aase-moe"]),
        ("Åse moe", ["aase-moe"]),
        ("nobody", []),
        ("", []),
        ("  ", []),
    ],
)
def test_people_are_found_by_id_address_or_part(text: str, expected: list[str]) -> None:
    assert list(find_people(FOLK, text)) == expected


def test_a_name_kept_in_nfd_is_found_too() -> None:
    decomposed = person("aase-moe", name=unicodedata.normalize("NFD", "Åse Moe"))
    assert find_people({"aase-moe": decomposed}, "åse") == ("aase-moe",)


def test_an_address_of_two_people_means_both() -> None:
    folk = {name: person(name, email="us@example.com") for name in ("b", "a")}
    assert find_people(folk, "us@example.com") == ("a", "b")
