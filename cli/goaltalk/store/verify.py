"""Verifies by the history who wrote what (DESIGN section 5): git's answers, judged by the domain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.authorship import Claim, Past, find_uncommitted, is_personal, judge
from goaltalk.domain.changes import Change, follow_moves
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Answer, Feedback, Person, Record, Settings
from goaltalk.errors import BadData
from goaltalk.store.layout import SETTINGS, path_of
from goaltalk.store.migrate import STEPS, is_lift, lifted
from goaltalk.store.provenance import Ground, find_ground, read_changes, read_objects, read_uncommitted
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.signatures import Signature, Signers

# Whoever runs the check may have other branches called so; what the remote says is the default comes first.
DEFAULTS = (
    *("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"),
    *("refs/heads/main", "refs/heads/master"),
)
R = TypeVar("R", bound=Record)
Objects = Mapping[str, tuple[str, bytes]]

SENTENCES: Mapping[Signature, str] = {
    "missing": "carries no signature, and {who} is to sign every commit (git config commit.gpgsign true)",
    "unknown": "carries a signature whose key is not among the allowed signers, or which is broken",
    "somebody else's": "carries the signature of another allowed signer, not of {who}",
    "good, whoever's": "carries a good signature which does not say that {who} made it; sign with SSH",
}


@dataclass(frozen=True)
class Order:
    """What the default branch says about signatures; `name` is HEAD where no default branch is known."""

    name: str
    settings: Settings


def verify(root: Path, company: Company, zone: tzinfo) -> Iterator[Finding]:
    """Yield what the history of HEAD does not bear out, and what is not committed.

    Three git processes, four where merges changed halves; where signatures are required, another and one or
    two for each commit that matters. GitProblem where the history is not whole; BadData where signatures are
    required and nothing says whose.
    """
    ground = find_ground(root)
    begun, uncommitted = read_uncommitted(ground)
    yield from find_uncommitted(company, uncommitted)
    if not begun:
        return
    changes = _settle_lifts(ground, follow_moves(read_changes(ground, zone), company.people))
    objects = read_objects(ground, list(_wanted(changes)))
    judgement = judge(company, _past(changes, objects))
    yield from judgement.findings
    order = _find_order(objects, company.settings)
    if order.name == "HEAD" and ground.has_remote and order.settings.signatures != "required":
        message = (
            "no default branch is known, so whether signatures are required is what this branch itself says; "
            "run git remote set-head origin --auto, and verify again"
        )
        yield Finding("unverified", "warning", message, Address("settings"), ("signatures",))
    if order.settings.signatures == "required":
        yield from _verify_signatures(ground, company, order, judgement.claims)


def _settle_lifts(ground: Ground, changes: list[Change]) -> list[Change]:
    """Mark what `migrate` did: it is exactly what the program makes of the content before, whoever ran it.

    A process of git's only where a record with one writer has ever had another version.
    """
    kinds = {kind for kind, _ in STEPS}
    asked = [
        one for one in changes if one.about.kind in kinds and is_personal(one.about) and len(one.before) == 1
    ]
    names = dict.fromkeys(name for one in asked for name in (*one.before, one.after) if name)
    objects = read_objects(ground, list(names))

    def is_lifted(one: Change) -> bool:
        before, after = objects.get(one.before[0] or ""), objects.get(one.after or "")
        return before is not None and after is not None and is_lift(one.about.kind, before[1], after[1])

    return [replace(one, clean=True) if one in asked and is_lifted(one) else one for one in changes]


def _wanted(changes: Iterable[Change]) -> Iterator[str]:
    """Yield the names of the objects that are needed, each once."""
    personal = [one for one in changes if is_personal(one.about)]
    yield from dict.fromkeys(_at("HEAD", path_of(one.about)) for one in personal)
    asked = (one for one in personal if one.about.kind == "feedback")
    yield from dict.fromkeys(name for one in asked for name in (*one.before, one.after) if name)
    for branch in DEFAULTS:
        yield from (f"{branch}^{{commit}}", _at(branch, SETTINGS))


def _at(branch: str, path: str) -> str:
    return f"{branch}:./{path}"


def _past(changes: Sequence[Change], objects: Objects) -> Past:
    present: dict[Address, tuple[str, bytes]] = {}
    for about in {one.about for one in changes if is_personal(one.about)}:
        if (name := _at("HEAD", path_of(about))) in objects:
            present[about] = objects[name]
    asked = {name for one in changes if one.about.kind == "feedback" for name in (*one.before, one.after)}
    feedback = [(name, objects[name][1]) for name in asked if name is not None and name in objects]
    answers = [found for about, found in present.items() if about.kind == "answer"]
    return Past(
        changes,
        standing={about: name for about, (name, _) in present.items()},
        feedback={name: one for name, data in feedback if (one := _record(Feedback, "feedback", data))},
        answers={name: made for name, data in answers if (made := _record(Answer, "answer", data))},
    )


def _record(type_: type[R], kind: str, data: bytes) -> R | None:
    """Read a record of another day or branch; what cannot be read says nothing."""
    try:
        record = read_record(kind, lifted(kind, data))
    except Flawed:
        return None
    return record if isinstance(record, type_) else None


def _find_order(objects: Objects, present: Settings) -> Order:
    """Find the default branch and its settings, so that a branch cannot spare itself the signatures."""
    branch = next((one for one in DEFAULTS if f"{one}^{{commit}}" in objects), "HEAD")
    found = objects.get(_at(branch, SETTINGS))
    settings = _record(Settings, "settings", found[1]) if found else None
    return Order(branch, settings or present)


def _verify_signatures(
    ground: Ground, company: Company, order: Order, claims: Sequence[Claim]
) -> Iterator[Finding]:
    path = order.settings.allowed_signers
    if not path or path.startswith("/") or ".." in path.split("/") or not path.isprintable():
        raise BadData(
            f"{SETTINGS}: signatures are required, and nothing says whose count; "
            "let allowed_signers be the path of a file in this repository"
        )
    if order.name == "HEAD":
        message = (
            "no default branch is known, so allowed signers are those of this branch itself; "
            "run git remote set-head origin --auto, and verify again"
        )
        yield Finding("unverified", "warning", message, Address("settings"), ("signatures",))
    people = {
        name: _at(order.name, path_of(Address("person", name))) for one in claims for name in one.writers
    }
    allowed = _at(order.name, path)
    commits = dict.fromkeys(one.commit.id for one in claims)
    objects = read_objects(ground, [allowed, *people.values(), *commits])
    if allowed not in objects:
        raise BadData(
            f"{path}: there is no such file on {order.name}; commit the allowed signers there first"
        )
    with Signers(ground, objects[allowed][1].decode(errors="replace")) as signers:
        for claim in claims:
            emails = [
                email for name in claim.writers for email in _emails(company, name, objects.get(people[name]))
            ]
            found = signers.judge(claim.commit.id, objects[claim.commit.id][1], emails)
            if found != "good":
                yield _bad_signature(claim, found)


def _emails(company: Company, name: str, trusted: tuple[str, bytes] | None) -> tuple[str, ...]:
    """Return a person's addresses as the default branch has them, for a branch may give itself others."""
    known = _record(Person, "person", trusted[1]) if trusted else None
    person = known or company.people.get(name)
    return person.emails if person else ()


def _bad_signature(claim: Claim, found: Signature) -> Finding:
    who = " or ".join(claim.writers)
    message = f"{claim.commit.label} {SENTENCES[found].format(who=who)}"
    unsure = found == "good, whoever's"
    rule, about = "unverified" if unsure else "bad-signature", claim.about
    return Finding(rule, "warning" if unsure else "error", message, about, person=about.owner)
