"""What one meeting is to be about, as plain facts that templates put into words."""

from goaltalk.domain.agenda.checkin import CheckInAgenda, build_checkin_agenda
from goaltalk.domain.agenda.frame import (
    AgendaKind,
    Frame,
    Slot,
    Upcoming,
    find_upcoming,
    in_order,
    plan_next,
    plan_talk,
)
from goaltalk.domain.agenda.notes import TopicNotes
from goaltalk.domain.agenda.review import (
    ReviewAgenda,
    ReviewFacts,
    build_review_agenda,
    gather_review,
    plan_review,
)
from goaltalk.domain.agenda.sides import SideBySide, build_side_by_side, choose_shown
from goaltalk.domain.agenda.talk import TalkAgenda, build_talk_agenda

__all__ = [
    "AgendaKind",
    "CheckInAgenda",
    "Frame",
    "ReviewAgenda",
    "ReviewFacts",
    "SideBySide",
    "Slot",
    "TalkAgenda",
    "TopicNotes",
    "Upcoming",
    "build_checkin_agenda",
    "build_review_agenda",
    "build_side_by_side",
    "build_talk_agenda",
    "choose_shown",
    "find_upcoming",
    "gather_review",
    "in_order",
    "plan_next",
    "plan_review",
    "plan_talk",
]
