"""What may be wrong between git and the people of the repository: whose address it is, whose signature."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from goaltalk.domain.company import Company
from goaltalk.domain.trouble import Trouble
from goaltalk.errors import GitProblem
from goaltalk.store.diagnosis.machine import OLDEST_FOR_SSH, UPGRADE, find_git_version
from goaltalk.store.history import History
from goaltalk.store.layout import SETTINGS


def examine_address(root: Path, company: Company) -> Iterator[Trouble]:
    """Yield why goaltalk cannot tell who the user is among the people here."""
    try:
        email = History(root).identity().email
    except GitProblem:
        return  # that there is no identity is a trouble of its own
    found = company.with_email(email)
    if len(found) > 1:
        yield Trouble(
            "shared-address",
            "error",
            f"your git address {email} belongs to {' and '.join(found)}, so nobody knows who you are",
            ("keep it in the person.yaml of one of them",),
        )
    elif not found and company.people:
        yield Trouble(
            "unknown-address",
            "warning",
            f"your git address {email} belongs to nobody here: you may read, and answer for nobody",
            (
                "git config user.email with the address in your person.yaml, or add this one to other_emails",
                'if you are not there yet: goaltalk person add "Your Name" --email ' + email,
            ),
        )


def examine_signing(root: Path, company: Company, config: Mapping[str, str]) -> Iterator[Trouble]:
    """Yield what is missing for the signatures that the settings require (docs/trust.md)."""
    if company.settings.signatures != "required":
        return
    missing = tuple(_find_missing(root, company.settings.allowed_signers, config))
    if missing:
        what = "signatures are required here, and this set-up makes or knows none"
        yield Trouble("signatures", "error", what, (*missing, "docs/trust.md tells all of it"))


def _find_missing(root: Path, allowed: str | None, config: Mapping[str, str]) -> Iterator[str]:
    if allowed is None:
        yield f"name the list of signers in {SETTINGS}: allowed_signers: .goaltalk/allowed_signers"
    elif not (root / allowed).is_file():
        yield f"write the list of signers, {allowed}: a line for each person"
    if config.get("commit.gpgsign", "").casefold() not in ("true", "yes", "on", "1"):
        yield "git config --global commit.gpgsign true"
    if not config.get("user.signingkey"):
        yield "git config --global user.signingkey PATH-OF-YOUR-PUBLIC-KEY"
    if config.get("gpg.format") != "ssh":
        yield "git config --global gpg.format ssh"
    elif shutil.which("ssh-keygen") is None:
        yield "install OpenSSH: ssh-keygen, which makes and verifies the signatures, cannot be found"
    elif (find_git_version(root) or OLDEST_FOR_SSH) < OLDEST_FOR_SSH:
        yield f"SSH signatures need git {'.'.join(map(str, OLDEST_FOR_SSH))}; {UPGRADE}"
