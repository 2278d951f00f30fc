"""The house as CONTRIBUTING draws it: who imports which library, how large a room may be."""

import ast
import sys
from collections.abc import Iterator

from conftest import PROJECT

PACKAGE = PROJECT / "cli" / "goaltalk"
IMPORTERS = {
    "git": {"store/gitcall.py"},
    "ruamel": {"store/marks.py"},
    "ryaml": {"store/guard.py"},
    "jsonschema_rs": {"store/schema.py"},
    "filelock": {"store/save.py"},
    "platformdirs": {"store/private.py"},
    "jinja2": {"render/templates.py"},
    "markupsafe": {"render/templates.py"},
    "babel": {"render/templates.py"},
    "markdown_it": {"render/document.py"},
    "rich": {"render/terminal.py"},
    "icalendar": {"render/calendar.py"},
    "rfc8785": {"domain/canonical.py"},
    "msgspec": {"domain/", "store/", "render/outputs.py"},
    "typer": {"app.py", "commands/"},
}
DOMAIN_MAY_IMPORT = {"msgspec", "rfc8785", "goaltalk", *sys.stdlib_module_names} - {
    "os",
    "pathlib",
    "io",
    "subprocess",
}
FORBIDDEN_CALLS = {"open", "print", "input"}
FORBIDDEN_ATTRIBUTES = {"today", "now", "utcnow"}


def modules() -> Iterator[tuple[str, ast.Module, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(text), text


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_each_library_has_one_importing_module() -> None:
    for name, tree, _ in modules():
        for library in {module.split(".")[0] for module in imported(tree)}:
            if library == "goaltalk" or library in sys.stdlib_module_names:
                continue
            allowed = IMPORTERS.get(library, set())
            assert any(name == one or (one.endswith("/") and name.startswith(one)) for one in allowed), (
                f"{name} imports {library}"
            )


def test_the_domain_knows_no_file_no_clock_and_no_output() -> None:
    for name, tree, _ in modules():
        if not name.startswith("domain/"):
            continue
        assert {module.split(".")[0] for module in imported(tree)} <= DOMAIN_MAY_IMPORT, name
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, f"{name}: {node.func.id}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in FORBIDDEN_ATTRIBUTES, f"{name}: {node.func.attr}"


def test_no_room_and_no_function_is_too_large() -> None:
    for name, tree, text in modules():
        assert text.count("\n") <= 300, name
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and not _only_options(name, node):
                assert node.end_lineno - node.lineno + 1 <= 40, f"{name}: {node.name}"


def _only_options(name: str, node: ast.FunctionDef) -> bool:
    """A command's parameters are its options; they are documentation, and do not count."""
    if not name.startswith(("commands/", "app.py")) or node.name.startswith("_") or not node.end_lineno:
        return False
    return node.end_lineno - node.body[0].lineno + 1 <= 40
