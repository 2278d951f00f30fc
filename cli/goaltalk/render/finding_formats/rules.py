"""What each rule means, in one sentence; for formats that want it (DESIGN section 4)."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "checkin-overdue": "No check-in was held in the time agreed, and the days of grace are over, too.",
    "agreement-missing": "A period has gone on for 30 days without an agreement.",
    "agreement-unaccepted": "A proposed agreement has waited 14 days for an answer.",
    "prep-missing": "The talk is less than three days off and one side has prepared nothing.",
    "action-overdue": "An open action is past its date.",
    "goal-overdue": "A goal is past its date and not closed.",
    "review-missing": "A period ended 30 days ago and no review was held.",
    "feedback-overdue": "Feedback was asked for, and its date has passed without any.",
    "brief-missing": "A unit with people has had no plan for the first 30 days of the period.",
    "short-notice": "A coming talk was called later than the team's notice allows.",
    "unconfirmed": "A meeting's day passed, something was written, and nobody said whether it was held.",
    "parse": "A file is not YAML.",
    "schema": "A file does not have the form of its kind.",
    "unknown-key": "A file has a key that its kind does not know.",
    "reference": "Something points at a person, unit, goal, action or item that is not there.",
    "date-order": "Two dates stand in the wrong order, or a date lies where it cannot.",
    "duplicate-id": "Two things that need ids of their own have the same one.",
    "answer-mismatch": "An answer and the text that it answers do not belong together.",
    "self-answer": "Somebody answered who is not that side of the conversation.",
    "wrong-author": "A file that one side writes came in a commit of somebody else.",
    "answer-changed": "An answer was changed after it was given.",
    "answer-removed": "An answer was taken away.",
    "bad-signature": "A commit that must be signed by its writer is not, or by another.",
    "unverified": "The history cannot say who wrote something.",
    "conflict-markers": "A file holds the marks of a merge that was not finished.",
    "yaml-subset": "A file uses something of YAML that goaltalk's files do without.",
    "file-name": "A file or folder lies where no record has such a name.",
    "cycle": "Leaders or units lead back to themselves.",
}


def describe_rule(rule: str) -> str:
    """Return what a rule means; of a rule without a sentence, its name as words."""
    return RULES.get(rule) or f"{rule.replace('-', ' ').capitalize()}."
