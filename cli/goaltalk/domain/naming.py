"""Ids made from names and words, and names found again from parts of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from goaltalk.domain.records import Person
from goaltalk.domain.records.fields import SLUG

LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe"}
    | {"ŋ": "n", "ŧ": "t", "ı": "i"}
)
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
_ID = re.compile(SLUG)
LONGEST = 48
LONGEST_ID = 64


def make_id(words: str) -> str:
    """Make an id from a name or a sentence: lower-case ASCII, words joined by hyphens.

    Whole words are kept up to 48 characters. Empty when nothing in it can be written in ASCII.
    """
    composed = unicodedata.normalize("NFC", words).lower().translate(LETTERS)
    # Decomposing may bring out letters of the table (ǿ) and capitals (ℌ), so both steps are taken again.
    apart = unicodedata.normalize("NFKD", composed).lower().translate(LETTERS)
    plain = apart.encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    made = ""
    for part in parts:
        longer = f"{made}-{part}" if made else part[:LONGEST]
        if len(longer) > LONGEST:
            break
        made = longer
    return made


def is_id(text: str) -> bool:
    """Say whether a text can be an id: at most 64 characters, and no name that Windows keeps for itself."""
    return _ID.search(text) is not None and len(text) <= LONGEST_ID and text not in RESERVED


def make_unique_id(words: str, taken: Iterable[str]) -> str:
    """Make an id that is not among those taken, with a number at its end where needed."""
    used = {name.casefold() for name in taken} | RESERVED
    base = make_id(words) or "item"
    made, number = base, 1
    while made in used:
        number += 1
        made = f"{base}-{number}"
    return made


def find_people(people: Mapping[str, Person], text: str) -> tuple[str, ...]:
    """Return the ids of those whom a text may mean, sorted.

    An id or an e-mail address means exactly one; else any part of an id or a name, whatever its case
    and its Unicode form.
    """
    wanted = unicodedata.normalize("NFC", text).casefold().strip()
    if wanted in people:
        return (wanted,)
    by_mail = tuple(sorted(name for name, person in people.items() if wanted in person.emails))
    if by_mail or not wanted:
        return by_mail
    return tuple(sorted(name for name, person in people.items() if _mentions(name, person, wanted)))


def _mentions(name: str, person: Person, wanted: str) -> bool:
    return wanted in name or wanted in unicodedata.normalize("NFC", person.name).casefold()
