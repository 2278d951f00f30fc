"""What was found to be wrong while files were read: each finding once, and who and what it is about."""

from collections.abc import Mapping, Sequence
from typing import overload

from goaltalk.domain.address import Address
from goaltalk.domain.finding import Finding
from goaltalk.store.layout import PEOPLE


class Noted(Sequence[Finding]):
    """Findings in the order in which they were noted, each once, however many there are.

    `unread` are the kinds and ids of units and people whose files were read, and found to be flawed.
    """

    def __init__(self) -> None:
        self._ordered: list[Finding] = []
        self._known: set[Finding] = set()
        self._about: set[Address] = set()
        self._by_person: dict[str, dict[str, set[str]]] = {}
        self.unread: set[tuple[str, str]] = set()

    def note(self, finding: Finding) -> None:
        """Keep a finding, once: several commands read the same files twice."""
        if finding in self._known:
            return
        self._known.add(finding)
        self._ordered.append(finding)
        at = finding.about
        if at is None:
            return
        self._about.add(at)
        if finding.rule != "reference" and at.kind in ("unit", "person"):
            self.unread.add((at.kind, at.owner))
        if at.period and finding.path.startswith(f"{PEOPLE}/"):
            self._by_person.setdefault(at.owner, {}).setdefault(at.period, set()).add(at.kind)

    def tells_of(self, address: Address) -> bool:
        """Say whether any finding is about this record."""
        return address in self._about

    def kinds_of(self, person: str) -> Mapping[str, set[str]]:
        """Return the kinds of the records of a person that could not be read, by the label of the period."""
        return self._by_person.get(person, {})

    def __contains__(self, finding: object) -> bool:
        return finding in self._known

    def __len__(self) -> int:
        return len(self._ordered)

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...

    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        return self._ordered[place]
