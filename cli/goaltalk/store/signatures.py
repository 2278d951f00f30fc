"""Whether commits carry the signature of the one who is to have written them; only git's exit code counts."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import read_git
from goaltalk.store.provenance import TRUE_OBJECTS, Ground

Signature = Literal["good", "good, whoever's", "missing", "somebody else's", "unknown"]

# What a repository's own settings name here would be started.
PROGRAMS = {"gpg.program": "gpg", "gpg.openpgp.program": "gpg", "gpg.x509.program": "gpgsm"}
LINE = re.compile(r'\s*(?:"([^"]*)"|([^\s"#]\S*))\s+(\S.*)')
# What would mean more than one address in such a file.
UNFIT = re.compile(r'[\s"\'#,*?!]')
SIGNED = re.compile(rb"^gpgsig(?:-sha256)? (.*)$", re.MULTILINE)


class Signers:
    """The allowed signers, and git asked about one commit at a time: one process, two if it fails.

    Use it as a context: the files that git reads lie in a folder of their own meanwhile.
    """

    def __init__(self, ground: Ground, allowed: str) -> None:
        self.ground = ground
        self.allowed = allowed
        self._made: dict[str, Path] = {}

    def __enter__(self) -> "Signers":
        self._folder = tempfile.TemporaryDirectory(prefix="goaltalk-")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def judge(self, commit: str, content: bytes, emails: Sequence[str]) -> Signature:
        """Say whose signature a commit carries; `content` is the commit as git keeps it.

        Whose key it is, is found out by showing git only the keys of one person.
        """
        signed = SIGNED.search(content.partition(b"\n\n")[0])
        if signed is None:
            return "missing"
        if b"SSH SIGNATURE" not in signed[1]:
            return "good, whoever's" if self._verifies(commit, "", PROGRAMS) else "unknown"
        program = shutil.which("ssh-keygen")
        if program is None:
            raise GitProblem("ssh-keygen cannot be found; install OpenSSH, which verifies the signatures")
        # No other kind of signature may stand in for this one.
        others = dict.fromkeys(PROGRAMS, os.devnull)
        if self._verifies(commit, restrict(self.allowed, emails), others):
            return "good"
        return "somebody else's" if self._verifies(commit, anybody(self.allowed), others) else "unknown"

    def _verifies(self, commit: str, allowed: str, programs: Mapping[str, str]) -> bool:
        place = self._file(allowed)
        settings = {**programs, "gpg.ssh.program": "ssh-keygen", "gpg.ssh.allowedSignersFile": str(place)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return not read_git(self.ground.root, TRUE_OBJECTS, *options, "verify-commit", commit).code

    def _file(self, allowed: str) -> Path:
        if allowed not in self._made:
            place = Path(self._folder.name) / f"signers-{len(self._made)}"
            place.write_text(allowed, encoding="utf-8")
            self._made[allowed] = place
        return self._made[allowed]


def restrict(allowed: str, emails: Iterable[str]) -> str:
    """Return the lines of an allowed signers file that hold for these addresses, for each address alone."""
    mine = sorted({one.casefold() for one in emails if not UNFIT.search(one)})
    return "".join(
        f"{email} {rest}\n" for names, rest in _lines(allowed) for email in mine if _matches(email, names)
    )


def anybody(allowed: str) -> str:
    """Return the file's keys under one name, to ask whether a key is in it at all."""
    return "".join(f"somebody {rest}\n" for _, rest in _lines(allowed))


def _lines(allowed: str) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the names before each key, in small letters, and the rest of the line."""
    for line in allowed.splitlines():
        found = LINE.fullmatch(line)
        if found is not None:
            yield (found[1] or found[2] or "").casefold().split(","), found[3]


def _matches(email: str, patterns: Sequence[str]) -> bool:
    """Match like OpenSSH: `*` and `?` are wild, and a pattern after `!` excludes."""
    if any(one.startswith("!") and _fits(email, one[1:]) for one in patterns):
        return False
    return any(_fits(email, one) for one in patterns)


def _fits(email: str, pattern: str) -> bool:
    return fnmatchcase(email, pattern.replace("[", "[[]"))
