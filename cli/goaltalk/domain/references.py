"""Names that must be known, and names that may be used once: what all checks of records share."""

from collections.abc import Collection, Iterator, Sequence

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding

KeyPath = tuple[str | int, ...]


def check_person(company: Company, about: Address, path: KeyPath, name: str | None) -> Iterator[Finding]:
    """Check that a record names somebody who is here."""
    if name is not None and not company.knows("person", name):
        yield no_such(about, path, "person", name, company.people)


def check_unit(company: Company, about: Address, path: KeyPath, name: str | None) -> Iterator[Finding]:
    """Check that a record names a unit that is here."""
    if name is not None and not company.knows("unit", name):
        yield no_such(about, path, "unit", name, company.units)


def check_known(
    about: Address, path: KeyPath, what: str, name: str, known: Collection[str] | None
) -> Iterator[Finding]:
    """Check that one name is among the known ones; None means that nobody can say which these are."""
    if known is not None and name not in known:
        yield no_such(about, path, what, name, known)


def check_all_known(
    about: Address, path: KeyPath, what: str, names: Sequence[str], known: Collection[str] | None
) -> Iterator[Finding]:
    """Check a list of names in the same way."""
    for number, name in enumerate(names):
        yield from check_known(about, (*path, number), what, name, known)


def no_such(about: Address, path: KeyPath, what: str, name: str, known: Collection[str]) -> Finding:
    """Return the finding that nothing has this name, with the nearest of those that something has."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return Finding("reference", "error", f"no {what} {name}{hint}", about, path, about.subject)


def check_unique(about: Address, key: str, names: Sequence[str]) -> Iterator[Finding]:
    """Check that the ids of a list are used once each."""
    for number, name in enumerate(names):
        if name in names[:number]:
            yield used_twice(about, (key, number, "id"), name)


def used_twice(about: Address, path: KeyPath, name: str) -> Finding:
    """Return the finding that an id was used before."""
    message = f"the id {name} is used twice; give one of them another id"
    return Finding("duplicate-id", "error", message, about, path, about.subject)
