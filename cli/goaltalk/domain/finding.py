"""One type for everything worth telling: a problem in a file, or something late."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.records.fields import Severity


class Finding(Struct, frozen=True):
    """A rule, what it is about, and who acts.

    `about` and `key_path` say where in which record; `path`, `line` and `column` (from 1) are
    filled in by the store, for those findings that are shown. `message` holds ids, dates and
    states, never the text of a field.
    """

    rule: str
    severity: Severity
    message: str
    about: Address | None = None
    key_path: tuple[str | int, ...] = ()
    person: str | None = None
    responsible: str | None = None
    due: date | None = None
    days_late: int | None = None
    path: str = ""
    line: int = 1
    column: int = 1

    def at_path(self, path: str) -> "Finding":
        """Return the same finding under another path to its file."""
        return replace(self, path=path)


def as_line(finding: Finding) -> str:
    """Write a problem in a file as one line: `path:line:column: what`."""
    return f"{finding.path}:{finding.line}:{finding.column}: {finding.message}"
