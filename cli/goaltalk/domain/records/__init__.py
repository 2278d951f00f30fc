"""The records that goaltalk keeps as files, and their names."""

from collections.abc import Mapping
from types import MappingProxyType

from goaltalk.domain.records.agreement import Agreement
from goaltalk.domain.records.brief import Brief
from goaltalk.domain.records.fields import Record
from goaltalk.domain.records.meeting import CheckIn, Talk
from goaltalk.domain.records.people import Person, Settings, Unit
from goaltalk.domain.records.preparation import EmployeePreparation, LeaderPreparation, PrivatePreparation
from goaltalk.domain.records.questions import Questions
from goaltalk.domain.records.review import Answer, Feedback, Review

__all__ = [
    "KINDS",
    "Agreement",
    "Answer",
    "Brief",
    "CheckIn",
    "EmployeePreparation",
    "Feedback",
    "LeaderPreparation",
    "Person",
    "PrivatePreparation",
    "Questions",
    "Record",
    "Review",
    "Settings",
    "Talk",
    "Unit",
    "version_of",
]

KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "settings": Settings,
        "unit": Unit,
        "brief": Brief,
        "person": Person,
        "preparation.employee": EmployeePreparation,
        "preparation.leader": LeaderPreparation,
        "preparation.private": PrivatePreparation,
        "talk": Talk,
        "agreement": Agreement,
        "checkin": CheckIn,
        "review": Review,
        "feedback": Feedback,
        "answer": Answer,
        "questions": Questions,
    }
)
"""Every record by the name of its schema file; a preparation has one for each side, and one private."""


def version_of(kind: str) -> str:
    """Return what the file's `schema:` key must say, such as `checkin/1`."""
    return str(KINDS[kind].__struct_config__.tag)
