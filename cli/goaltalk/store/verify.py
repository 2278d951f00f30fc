"""Verifies by the history who wrote what (DESIGN section 5): git's answers, judged by the domain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from goaltalk.domain.address import Address
from goaltalk.domain.authorship import Claim, Past, find_uncommitted, is_personal, judge
from goaltalk.domain.changes import Change, follow_moves
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Feedback, Person, Settings
from goaltalk.errors import BadData
from goaltalk.store.layout import SETTINGS, path_of
from goaltalk.store.provenance import Ground, find_ground, read_changes, read_objects, read_uncommitted
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.signatures import Signature, Signers

# Whoever runs the check may have other branches called so; what the remote says is the default comes first.
DEFAULTS = (
    *("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"),
    *("refs/heads/main", "refs/heads/master"),
)
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
    changes = follow_moves(read_changes(ground, zone), company.people)
    objects = read_objects(ground, list(_wanted(changes)))
    judgement = judge(company, _past(changes, objects))
    yield from judgement.findings
    order = _find_order(objects, company.settings)
    if order.settings.signatures == "required":
        yield from _verify_signatures(ground, company, order, judgement.claims)


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
    about = {one.about for one in changes if is_personal(one.about)}
    standing = {one: objects[name][0] for one in about if (name := _at("HEAD", path_of(one))) in objects}
    feedback: dict[str, Feedback] = {}
    for one in changes:
        for version in (*one.before, one.after) if one.about.kind == "feedback" else ():
            if version is not None and version in objects:
                record = _record("feedback", objects[version][1])
                feedback |= {version: record} if isinstance(record, Feedback) else {}
    return Past(changes, standing, feedback)


def _record(kind: str, data: bytes) -> object | None:
    """Read a record of another day or branch; what cannot be read says nothing."""
    try:
        return read_record(kind, data)
    except Flawed:
        return None


def _find_order(objects: Objects, present: Settings) -> Order:
    """Find the default branch and its settings, so that a branch cannot spare itself the signatures."""
    branch = next((one for one in DEFAULTS if f"{one}^{{commit}}" in objects), "HEAD")
    found = objects.get(_at(branch, SETTINGS))
    settings = _record("settings", found[1]) if found else None
    return Order(branch, settings if isinstance(settings, Settings) else present)


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
    record = _record("person", trusted[1]) if trusted else None
    person = record if isinstance(record, Person) else company.people.get(name)
    return person.emails if person else ()


def _bad_signature(claim: Claim, found: Signature) -> Finding:
    who = " or ".join(claim.writers)
    message = f"{claim.commit.label} {SENTENCES[found].format(who=who)}"
    unsure = found == "good, whoever's"
    rule, about = "unverified" if unsure else "bad-signature", claim.about
    return Finding(rule, "warning" if unsure else "error", message, about, person=about.owner)
