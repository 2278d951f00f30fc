"""Canonical JSON is that of RFC 8785, whichever way it is written."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc8785 import IntegerDomainError, dumps

from goaltalk.domain.canonical import canonical_content


def filled(value: Any) -> Any:
    """Leave out nulls, and what is empty once they are left out."""
    if isinstance(value, list):
        return [one for one in map(filled, value) if one not in (None, [], {})]
    if isinstance(value, dict):
        pairs = ((key, filled(one)) for key, one in value.items())
        return {key: one for key, one in pairs if one not in (None, [], {})}
    return value


def composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(one) for one in value]
    if isinstance(value, dict):
        return {composed(key): composed(one) for key, one in value.items()}
    return value


LARGEST = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALAR = st.one_of(st.none(), st.booleans(), st.integers(-LARGEST, LARGEST), st.floats(-1e300, 1e300), TEXT)
VALUES = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.map(composed), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT.map(composed), VALUES, min_size=1, max_size=4))
def test_it_is_what_the_reference_writes_of_composed_text_without_the_empty(value: dict[str, Any]) -> None:
    assert canonical_content({**value, "id": "x"}) == dumps(composed(filled({**value, "id": "x"})))


def test_every_character_is_written_as_the_reference_writes_it() -> None:
    letters = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000), 0x1F600]))
    text = unicodedata.normalize("NFC", letters)
    assert canonical_content([text]) == dumps([text])


def test_keys_outside_of_ascii_stand_in_the_order_of_utf_16() -> None:
    assert canonical_content({"\ufb01": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb01":1}'.encode()


def test_a_quotation_mark_in_such_a_key_changes_nothing() -> None:
    value = {'\ue000"a': 1, '\U00010000"a': 2}
    assert canonical_content(value) == dumps(value)


def test_a_text_that_looks_like_what_is_empty_or_a_fraction_is_kept() -> None:
    value: Any = {"a": ":null,null", "b": ["[]", ",{}", ":1.5", "kl.09:30."], "c": {"d": "[1e5"}}
    assert canonical_content(value) == dumps(value)


@pytest.mark.parametrize(
    ("figure", "written"), [(1.0, b"[1]"), (1e21, b"[1e+21]"), (1e-7, b"[1e-7]"), (0.000001, b"[0.000001]")]
)
def test_a_fraction_is_written_as_the_standard_says(figure: float, written: bytes) -> None:
    assert canonical_content([figure]) == written


def test_a_whole_number_that_is_not_exact_everywhere_is_refused() -> None:
    assert canonical_content([LARGEST, -LARGEST]) == b"[9007199254740991,-9007199254740991]"
    with pytest.raises(IntegerDomainError):
        canonical_content({"n": LARGEST + 1})


def test_a_letter_that_begins_with_an_accent_of_its_own_stays_behind_its_quote() -> None:
    assert canonical_content(["\u0303n", "n\u0303"]) == '["\u0303n","ñ"]'.encode()
