"""From paths to the records that lie there; what cannot be read is noted as a finding."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from goaltalk.domain.address import Address
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Record
from goaltalk.store.assembly import Records
from goaltalk.store.layout import PEOPLE, address_at, is_ours
from goaltalk.store.noted import Noted
from goaltalk.store.reader import Flaw, Flawed, read_record
from goaltalk.store.tree import Tree

UNKNOWN = "no record has such a name here; see goaltalk schema for the kinds"
TOGETHER = 1 << 20
"""So many bytes are read before the first of them is understood, and at the most one large file more."""


def take_at(tree: Tree, paths: Sequence[str], noted: Noted) -> Records:
    """Read the records that lie at these paths, in the order of the paths."""
    known: dict[str, Address] = {}
    for path in paths:
        address = address_at(path)
        if address is not None:
            known[path] = address
        elif is_ours(path):
            noted.note(Finding("file-name", "error", UNKNOWN, path=path))
    return take_known(tree, known, noted)


def take_known(tree: Tree, known: Mapping[str, Address], noted: Noted) -> Records:
    """Read the records of which it is known which lies where; those that are there, in the order given.

    Many files are read before the first is understood: by turns both take longer.
    """
    found: list[tuple[Address, Record]] = []
    for some in _portions(tree.read(list(known))):
        for path, data in some:
            address = known[path]
            try:
                found.append((address, read_record(address.kind, data)))
            except Flawed as error:
                for flaw in error.flaws:
                    noted.note(flaw_as_finding(address, path, flaw))
    return found


def _portions(files: Iterable[tuple[str, bytes]]) -> Iterator[Sequence[tuple[str, bytes]]]:
    some: list[tuple[str, bytes]] = []
    size = 0
    for path, data in files:
        some.append((path, data))
        size += len(data)
        if size > TOGETHER:
            yield some
            some, size = [], 0
    yield some


def flaw_as_finding(address: Address, path: str, flaw: Flaw) -> Finding:
    """Say of what is wrong with a file whose it is."""
    return Finding(
        rule=flaw.rule,
        severity="error",
        message=flaw.message,
        about=address,
        person=address.owner if path.startswith(f"{PEOPLE}/") else None,
        path=path,
        line=flaw.line,
        column=flaw.column,
    )
