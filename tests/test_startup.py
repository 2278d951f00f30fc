"""What a command costs before it does anything: what it imports; and that reading leaves no trace."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import PROJECT, Goals, git

HEAVY = (
    "babel",
    "filelock",
    "git",
    "icalendar",
    "jinja2",
    "jsonschema_rs",
    "markdown_it",
    "multiprocessing",
    "platformdirs",
    "pydantic",
    "rich",
    "ruamel",
)
READING = [
    (("--version",), ()),
    (("--help",), ()),
    (("overdue",), ()),
    (("overdue", "--format", "json"), ()),
    (("overdue", "--format", "github"), ()),
    (("overdue", "--format", "sarif"), ()),
    (("check",), ()),
    (("check", "--format", "json"), ()),
    (("todo", "--as", "per-lie"), ()),
    (("status", "--format", "json"), ()),
    (("status",), ("rich",)),
    (("status", "--led-by", "per-lie", "--wishes"), ("rich",)),
    (("status", "--format", "md"), ()),
    (("status", "kari-nordmann"), ("jinja2", "babel", "markdown_it")),
    (("textconv", "goaltalk.yaml"), ()),
    (("person", "list"), ("rich",)),
    (("unit", "list"), ("rich",)),
    (("schema", "checkin"), ()),
    (("calendar", "--led-by", "kari-nordmann", "-o", "-"), ("icalendar",)),
    (("diff", "kari-nordmann", "--format", "json"), ()),
    (("diff", "kari-nordmann", "--format", "md"), ("jinja2", "babel")),
    (("diff", "kari-nordmann"), ("jinja2", "babel", "markdown_it")),
    (("diff", "--led-by", "per-lie", "--format", "json"), ()),
    (("agenda", "kari-nordmann", "--format", "md"), ("jinja2", "babel")),
    (("agenda", "kari-nordmann"), ("jinja2", "babel", "markdown_it")),
]
LIST = (
    # What Python itself, or what measures the tests, has imported already is none of ours.
    "import sys\nbefore = set(sys.modules)\nfrom goaltalk.app import main\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    f"print([name for name in {HEAVY!r} if name in sys.modules.keys() - before], file=sys.stderr)"
)


@pytest.mark.parametrize(("arguments", "allowed"), READING, ids=lambda value: " ".join(value))
def test_a_command_imports_only_what_it_needs(
    arguments: tuple[str, ...], allowed: tuple[str, ...], example: Callable[[str], Goals]
) -> None:
    root = example("en").root
    done = subprocess.run([sys.executable, "-c", LIST, *arguments], cwd=root, capture_output=True, check=True)
    loaded = set(ast.literal_eval(done.stderr.decode().strip().split("\n")[-1]))
    assert loaded <= set(allowed)


@pytest.mark.parametrize("arguments", [one for one, _ in READING], ids=" ".join)
def test_reading_leaves_git_and_the_disk_as_they_were(
    arguments: tuple[str, ...], example: Callable[[str], Goals]
) -> None:
    root = example("en").root
    git(root, "add", "--all")
    git(root, "commit", "-qm", "all of it")

    def look() -> tuple[bytes, dict[str, tuple[int, int]]]:
        status = subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored"],
            cwd=root,
            capture_output=True,
            check=True,
        )
        return status.stdout, dict(_stamps(root))

    before = look()
    subprocess.run([sys.executable, "-m", "goaltalk", *arguments], cwd=root, capture_output=True, check=False)
    assert look() == before


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every file and folder, those of git included, with its size and when it was changed."""
    for path in folder.rglob("*"):
        found = path.stat()
        yield str(path.relative_to(folder)), (found.st_size, found.st_mtime_ns)


def test_the_lists_name_what_there_is() -> None:
    """A library that is renamed would never be found again in what is loaded."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    needed = {"babel": "babel", "filelock": "filelock", "git": "gitpython", "icalendar": "icalendar"}
    needed |= {"jinja2": "jinja2", "jsonschema_rs": "jsonschema-rs", "markdown_it": "markdown-it-py"}
    needed |= {"platformdirs": "platformdirs", "rich": "rich", "ruamel": "ruamel.yaml"}
    assert needed.keys() <= set(HEAVY)
    assert all(f'"{name}>=' in text for name in needed.values())
