"""What git tracks and a sparse checkout leaves out of the working tree."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from goaltalk.errors import BadData
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.layout import PEOPLE, UNITS, person_path, unit_path

PATTERNS = "info/sparse-checkout"
LIST = ("ls-files", "-t", "-z")
LEFT_OUT = b"S "
UNKNOWN_OPTION = 129


class Everything:
    """Holds whatever is looked for in it: all of a folder that is not here may be there."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True)
class LeftOut:
    """Of whom something is not here. Of people and units elsewhere not even what makes them known is."""

    people: frozenset[str]
    units: frozenset[str]
    people_elsewhere: Container[str]
    units_elsewhere: Container[str]
    unknown: int
    """Of so many people not even that file is here."""
    gone: frozenset[str] = frozenset()
    """The paths; one that ends with a slash is a whole folder."""

    def holds(self, path: str) -> bool:
        """Say whether git has a file at this path that is not here."""
        parts = path.split("/")
        return path in self.gone or any("/".join(parts[:n]) + "/" in self.gone for n in range(1, len(parts)))

    def refuse_to_write(self, paths: Iterable[str]) -> None:
        """Raise BadData for a file that git has and that is not here: to write it would undo what it says."""
        for path in paths:
            if self.holds(path):
                folder = path.rpartition("/")[0] or path
                raise BadData(
                    f"{path}: git has this file, and this sparse checkout leaves it out; nothing is written. "
                    f"Run git sparse-checkout add {folder}, then again"
                )

    def refuse_leaderless(self, units: Mapping[str, str]) -> None:
        """Raise BadData for somebody whose unit is not here, for nobody could tell who leads them.

        `units` are those of the people who are here, by person.
        """
        for person, unit in units.items():
            if unit in self.units_elsewhere:
                raise BadData(
                    f"{UNITS}/{unit}: this sparse checkout leaves it out, so nobody knows who leads "
                    f"{person}; run git sparse-checkout add {UNITS}/{unit}"
                )

    def tell(self, people: Iterable[str]) -> str | None:
        """Say of how many of these people, and of those unknown here, nothing is said; None if of none."""
        count = sum(name in self.people for name in people) + self.unknown
        who = f"{count} people are" if count != 1 else "1 person is"
        if isinstance(self.people_elsewhere, Everything):
            who = f"the folder {PEOPLE} is"
        elif not count:
            return None
        return (
            f"sparse checkout: {who} not wholly here, and nothing is said about what is missing; "
            "for more, run git sparse-checkout add FOLDER"
        )

    def refuse(self, person: str) -> None:
        """Raise BadData where something about a person is not here: it would count as not written."""
        if person in self.people or person in self.people_elsewhere:
            raise BadData(
                f"{PEOPLE}/{person}: this sparse checkout leaves something out here; "
                f"run git sparse-checkout add {PEOPLE}/{person}"
            )


def find_left_out(root: Path) -> LeftOut | None:
    """Return what a sparse checkout leaves out below a folder; None where nothing is.

    Only where there has ever been a sparse checkout is git asked: one process, which reads the index alone.
    """
    found = find_git_folder(root)
    if found is None or not (found.own / PATTERNS).is_file():
        return None
    # Imported here: hardly any repository needs it.
    from goaltalk.store.gitcall import read_git

    answer = read_git(root, *LIST, "--sparse")
    if answer.code == UNKNOWN_OPTION:  # git before 2.36, whose index has no folders in it
        answer = read_git(root, *LIST)
    absent = [one[len(LEFT_OUT) :] for one in answer.out.split(b"\0") if one.startswith(LEFT_OUT)]
    return _sort_out([one.decode(errors="surrogateescape") for one in absent]) if absent else None


def _sort_out(absent: list[str]) -> LeftOut:
    """Tell whose files these are; a path that ends with a slash is a whole folder."""
    gone = set(absent)
    people, units = _owners(absent, PEOPLE), _owners(absent, UNITS)
    unknown = frozenset(one for one in people if gone & {person_path(one), f"{PEOPLE}/{one}/"})
    unnamed = frozenset(one for one in units if gone & {unit_path(one), f"{UNITS}/{one}/"})
    return LeftOut(
        people=people,
        units=units,
        people_elsewhere=Everything() if f"{PEOPLE}/" in gone else unknown,
        units_elsewhere=Everything() if f"{UNITS}/" in gone else unnamed,
        unknown=len(unknown),
        gone=frozenset(gone),
    )


def _owners(absent: list[str], folder: str) -> frozenset[str]:
    parts = (one.split("/", 2) for one in absent)
    return frozenset(part[1] for part in parts if part[0] == folder and len(part) > 2 and part[1])
