"""Founds a goals repository: settings, schemas for editors, git."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from goaltalk.call import Call
from goaltalk.domain.address import Address
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.records import KINDS
from goaltalk.domain.records.fields import Language, PeriodKind
from goaltalk.errors import GitProblem, UsageProblem
from goaltalk.render.templates import render_form
from goaltalk.store.history import History
from goaltalk.store.layout import PEOPLE, SCHEMAS, SETTINGS, UNITS, schema_comment
from goaltalk.store.load import Loader
from goaltalk.store.schema import schema_text
from goaltalk.store.tree import WorkingTree
from goaltalk.store.yamltext import scalar
from goaltalk.workspace import Workspace
from goaltalk.writing.ci_files import Ci, check_place, ci_files, explain_ci
from goaltalk.writing.finish import Change, save_and_commit

ATTRIBUTES = ".gitattributes"
EDITOR_SETTINGS = ".editorconfig"
FEW = 2

_ATTRIBUTES_TEXT = """\
# Text as people write it: the same line endings everywhere, and readable differences.
*.yaml text eol=lf
goaltalk.yaml diff=goaltalk
people/**/*.yaml diff=goaltalk
units/**/*.yaml diff=goaltalk
questions/*.yaml diff=goaltalk
.goaltalk/schemas/*.json text eol=lf linguist-generated
"""

DRIVER = b"diff=goaltalk"
# Where somebody has a .gitattributes of their own, it stays as it is, and these say what is ours.
_BESIDE = {f"{folder}/{ATTRIBUTES}": "*.yaml text eol=lf diff=goaltalk\n" for folder in (PEOPLE, UNITS)}

_EDITOR_TEXT = """\
[*.yaml]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
"""


@dataclass(frozen=True)
class Founding:
    """What a new goals repository is to be like; without a zone it is this machine's."""

    organisation: str
    language: Language
    period: PeriodKind
    cadence: str
    timezone: str | None = None
    ci: Ci = "none"


def found_repository(call: Call, folder: Path, founding: Founding, shown: str) -> str:
    """Make the folder a goals repository, keep what is there, and return what to tell the user.

    `shown` is the folder as the user knows it.
    """
    _check_cadence(founding.cadence)
    _check_zone(founding.timezone)
    _check_settings(folder)
    check_place(founding.ci, folder)
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(call, founding=folder)
    if call.commit:
        _ensure_git(folder)
    zone = founding.timezone or _local_zone()
    today = call.today or call.now.date()
    form = render_form(
        "forms/settings",
        founding.language,
        {
            "header": schema_comment(Address("settings")),
            "organisation": founding.organisation,
            "id": secrets.token_hex(8),
            "language": founding.language,
            "period": founding.period,
            "cadence": founding.cadence,
            "timezone": zone,
            "tracked_from": today.isoformat(),
        },
        scalar,
    )
    wanted = {SETTINGS: form} | surroundings() | _beside(folder) | ci_files(founding.ci)
    changes = [_change(folder, path, text) for path, text in wanted.items()]
    # Somebody's own file is not ours to commit; the settings are: their commit may have failed.
    kept = [one.path for one in changes if one.path != SETTINGS and one.after != wanted[one.path].encode()]
    outcome = save_and_commit(workspace, [one for one in changes if one.path not in kept], "init")
    told = [_what_happened(shown, outcome.saved, changes)]
    # A second run for nothing in particular need not say once more what it left alone.
    if kept and (outcome.saved or founding.ci != "none"):
        told.append(f"kept as they were: {', '.join(kept)}")
    return _farewell(told, explain_ci(founding.ci, kept))


def surroundings() -> dict[str, str]:
    """Return the files that every goals repository has beside its records: for git and for editors."""
    schemas = {f"{SCHEMAS}/{kind}.json": schema_text(kind) for kind in KINDS}
    return {ATTRIBUTES: _ATTRIBUTES_TEXT, EDITOR_SETTINGS: _EDITOR_TEXT} | schemas


def _beside(folder: Path) -> dict[str, str]:
    """Return what tells git of our driver where the folder's own .gitattributes does not."""
    theirs = folder / ATTRIBUTES
    return _BESIDE if theirs.is_file() and DRIVER not in theirs.read_bytes() else {}


def _change(folder: Path, path: str, text: str) -> Change:
    """Keep a file that is there, except a schema, which is always ours."""
    target = folder / path
    before = target.read_bytes() if target.is_file() else None
    keeps = before is not None and not path.startswith(SCHEMAS)
    return Change(path, before, before if keeps and before is not None else text.encode())


def _ensure_git(folder: Path) -> None:
    history = History(folder)
    history.identity()
    try:
        history.state()
    except GitProblem:
        history.initialise()


def _check_cadence(cadence: str) -> None:
    try:
        read_rhythm(cadence)
    except (ValueError, KeyError):
        raise UsageProblem(
            f"--cadence '{cadence}': write weekly, biweekly, monthly, quarterly, or every N days|weeks|months"
        ) from None


def _check_zone(name: str | None) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        raise UsageProblem(f"--timezone '{name}': there is no such zone; write it like Europe/Oslo") from None


def _check_settings(folder: Path) -> None:
    """Refuse a goaltalk.yaml that is somebody else's: BadData with what is wrong with it."""
    if (folder / SETTINGS).exists():
        Loader(WorkingTree(folder)).settings()


def _local_zone() -> str:
    """Return the machine's zone by name where it has one, else UTC."""
    try:
        linked = Path("/etc/localtime").resolve().as_posix()
    except OSError:
        linked = ""
    _, found, name = linked.partition("/zoneinfo/")
    return name if found else "UTC"


def _what_happened(folder: str, saved: bool, changes: list[Change]) -> str:
    if not saved:
        return f"nothing to change in {folder}"
    added = [one.path for one in changes if one.before is None]
    if added and SETTINGS not in added:
        return f"added to {folder}: {', '.join(_shortened(added))}"
    return f"made a goals repository in {folder}"


def _shortened(added: list[str]) -> list[str]:
    """Name every file, but of many schemas only how many."""
    schemas = [one for one in added if one.startswith(f"{SCHEMAS}/")]
    if len(schemas) <= FEW:
        return added
    return [*(one for one in added if one not in schemas), f"{len(schemas)} schemas in {SCHEMAS}"]


def _farewell(told: list[str], about_ci: list[str]) -> str:
    return "\n".join(
        (
            *told,
            "",
            "Everybody who can clone this repository can read all of it, and its history remembers;",
            "one private repository per team is a good start.",
            "",
            "next:  goaltalk unit add platform --name Platform --leader YOUR-ID",
            '       goaltalk person add "Your Name" --email you@example.org',
            "",
            "git diff and git log -p speak of goals instead of YAML after this, once in each clone:",
            '       git config diff.goaltalk.textconv "goaltalk textconv"',
            "",
            *about_ci,
        )
    )
