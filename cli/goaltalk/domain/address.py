"""Which record is meant: what kind it is, whose, of which period, from which side."""

from msgspec import Struct

from goaltalk.domain.records.fields import Side


class Address(Struct, frozen=True):
    """Names one record without knowing where it is kept.

    `kind` is one of the names in `records.KINDS`. `owner` is the id of the person, or of the unit for
    `unit` and `brief`; empty for `settings` and `questions`. `name` is the date of a check-in, the writer of
    feedback, the name of a file of questions, or what an answer answers (`agreement-3f2a9c1d07be`).
    """

    kind: str
    owner: str = ""
    period: str = ""
    side: Side | None = None
    name: str = ""

    @property
    def subject(self) -> str | None:
        """The id of the person whom the record is about; None where it is about nobody alone."""
        return None if self.kind in ("settings", "questions", "unit", "brief") else self.owner or None
