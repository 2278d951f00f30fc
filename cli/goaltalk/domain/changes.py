"""What commits did to the records, with a person's records kept together when the person gets another id."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.address import Address

SHORT = 10


class Commit(Struct, frozen=True):
    """A commit: its hash, the author's day in the settings' zone, and who wrote it, `.mailmap` honoured.

    `co_authors` are the addresses of the trailers Co-authored-by, in small letters.
    """

    id: str
    day: date
    name: str
    email: str
    co_authors: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Short hash, day and author, for a message."""
        return f"commit {self.id[:SHORT]} of {self.day} by {self.name} <{self.email}>"


class Change(Struct, frozen=True):
    """What a commit did to one record; contents are named by their hashes, and None is no file.

    `before` has one entry for each parent. `clean` marks a change that says nothing of its own: a merge that
    only put together what its parents had, or a lift to another version of the record.
    """

    commit: Commit
    about: Address
    before: tuple[str | None, ...]
    after: str | None
    clean: bool = False

    @property
    def adds(self) -> bool:
        """Whether there was no such file before."""
        return not any(self.before)


def follow_moves(changes: Sequence[Change], people: Mapping[str, object]) -> list[Change]:
    """Let records keep their history when a person's whole folder is renamed.

    It is one when a single commit takes a `person.yaml` away, adds another, and brings a file over as it was;
    and only where the old id is nobody's any more. What changed on the way stays a change.
    """
    new_names: dict[str, str] = {}
    moved: list[Change] = []
    for together in _by_commit(changes):
        pairs = _renamed(together, people)
        moved += _without_moves(together, pairs)
        new_names |= pairs
    return [replace(one, about=_present(one.about, new_names)) for one in moved]


def _by_commit(changes: Sequence[Change]) -> list[list[Change]]:
    groups: dict[str, list[Change]] = {}
    for one in changes:
        groups.setdefault(one.commit.id, []).append(one)
    return list(groups.values())


def _renamed(together: Sequence[Change], people: Mapping[str, object]) -> dict[str, str]:
    known = [one for one in together if one.about.kind == "person"]
    gone = {one.about.owner for one in known if one.after is None} - people.keys()
    come = {one.about.owner for one in known if one.adds}
    if not gone or not come:
        return {}
    lost = {
        (one.before[0], replace(one.about, owner="")): one.about.owner for one in together if not one.after
    }
    pairs: dict[str, str] = {}
    for one in together:
        old = lost.get((one.after, replace(one.about, owner="")))
        if one.adds and one.about.kind != "person" and old in gone and one.about.owner in come:
            pairs.setdefault(old, one.about.owner)
    return pairs


def _without_moves(together: Sequence[Change], pairs: Mapping[str, str]) -> Iterator[Change]:
    """Join what was taken away under the old name with what came under the new one."""
    lost = {
        replace(one.about, owner=pairs[one.about.owner]): one
        for one in together
        if one.after is None and one.about.owner in pairs
    }
    came = {one.about for one in together if one.adds and one.about in lost}
    for one in together:
        if one.about in came:
            joined = replace(one, before=lost[one.about].before)
            if joined.after not in joined.before:
                yield joined
        elif not (one.after is None and replace(one.about, owner=pairs.get(one.about.owner, "")) in came):
            yield one


def _present(about: Address, new_names: Mapping[str, str]) -> Address:
    seen: set[str] = set()
    name = about.owner
    while name in new_names and name not in seen:
        seen.add(name)
        name = new_names[name]
    return about if name == about.owner else replace(about, owner=name)
