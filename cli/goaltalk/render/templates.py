"""Fills templates with facts; the only importer of jinja2."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from goaltalk.domain.records.fields import Language
from goaltalk.errors import GoaltalkError
from goaltalk.render.escape import escape_markdown, harmless, one_line
from goaltalk.render.mistakes import describe, explain
from goaltalk.render.sandbox import (
    FILTERS,
    GLOBALS,
    METHODS,
    Allowance,
    TooMuch,
    bounded,
    find_own,
    is_barred,
    is_harmless,
    is_plain,
    join,
    replace,
)
from goaltalk.render.sparkline import sparkline

BUILT_IN = "built-in/"
"""Before a template's name, in an include: the one that goaltalk brings along, whatever the team has."""
LOCALES: Mapping[Language, str] = {"en": "en_GB", "nb": "nb", "nn": "nn"}


def find_templates() -> Path:
    """Return the folder of the templates, in an installed package and in a checkout alike."""
    return find_shipped("templates")


def find_shipped(name: str) -> Path:
    """Return a folder that is shipped beside the code: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent.parent / name


def render_document(name: str, language: Language, facts: Mapping[str, Any], own: Path | None = None) -> str:
    """Fill a document's template and return Markdown; every value is escaped on its way in.

    `own`: the repository whose templates win over the built-in ones; BadData says what is wrong with them.
    """
    from markupsafe import Markup

    def into_markdown(value: Any) -> Any:
        if value is None:
            return ""
        return value if hasattr(value, "__html__") else Markup(escape_markdown(str(value)))  # noqa: S704

    return _tidy(harmless(_fill(f"{name}.md.j2", facts, _environment(language, into_markdown, own))))


def render_form(
    name: str,
    language: Language,
    facts: Mapping[str, Any],
    scalar: Callable[[Any], str],
    own: Path | None = None,
) -> str:
    """Fill a form's template and return YAML; every value is written by `scalar`, unless made a comment."""
    from markupsafe import Markup

    def into_yaml(value: Any) -> Any:
        if hasattr(value, "__html__"):
            return value
        plain = value if isinstance(value, str | int | float | bool | None) else str(value)
        return Markup(scalar(plain))  # noqa: S704

    environment = _environment(language, into_yaml, own)
    environment.filters["remark"] = lambda text: Markup(one_line(str(text)))  # noqa: S704
    return harmless(_fill(f"{name}.yaml.j2", facts, environment))


def standing_words(language: Language, own: Path | None = None) -> tuple[str, ...]:
    """Return the words of a language for where somebody stands (B6), from new to ready for more."""
    environment = _environment(language, str, own)
    with _mistakes_told(environment):
        found = getattr(environment.get_template("words.j2").module, "standing", ())
        return tuple(found) if isinstance(found, list | tuple) else ()


def find_mistakes(name: str, text: str, path: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each mistake that parsing shows in a team's own template.

    `name` is the one it is asked for by; `known` are the names that it may include. Which values there are
    only shows when it is filled.
    """
    environment = _environment("en", str, None)
    if not name.endswith(".md.j2"):  # only forms have it, and what they import
        environment.filters["remark"] = str
    try:
        found = list(_look_into(environment, environment.parse(text, name, path), known))
        if not found:
            environment.compile(text, name, path)
    except Exception as error:
        line = 1 if isinstance(error, SyntaxError) else int(getattr(error, "lineno", 1) or 1)
        found = [(line, describe(error, {path: text}))]
    yield from sorted(found)


def _look_into(environment: Any, parsed: Any, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    from jinja2 import nodes
    from jinja2.defaults import DEFAULT_NAMESPACE

    for kind, there in ((nodes.Filter, environment.filters), (nodes.Test, environment.tests)):
        for node in parsed.find_all(kind):
            if node.name not in there:
                yield node.lineno, f"there is no {kind.__name__.lower()} '{node.name}' for templates"
    made = {one.name for one in parsed.find_all(nodes.Name) if one.ctx != "load"}
    for node in parsed.find_all(nodes.Name):
        if node.name in DEFAULT_NAMESPACE and node.name not in (*GLOBALS, *made):
            yield node.lineno, f"'{node.name}' may not be used in a template"
    modules = {one.target for one in parsed.find_all(nodes.Import)}
    called = {id(one.node) for one in parsed.find_all(nodes.Call)}
    for node in parsed.find_all(nodes.Getattr):
        of_module = isinstance(node.node, nodes.Name) and node.node.name in modules
        of_jinja = isinstance(node.node, nodes.Name) and node.node.name in ("loop", "self")
        barred = of_jinja or (not of_module and is_barred(node.attr))
        if node.attr.startswith("_") or (id(node) in called and barred):
            yield node.lineno, f"'{node.attr}' may not be used in a template"
    for node in parsed.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        wanted = [
            one.value for one in getattr(node.template, "items", [node.template]) if type(one) is nodes.Const
        ]
        if wanted and not getattr(node, "ignore_missing", False) and known.isdisjoint(map(str, wanted)):
            yield node.lineno, f"there is no template '{wanted[0]}'"


def _fill(name: str, facts: Mapping[str, Any], environment: Any) -> str:
    with _mistakes_told(environment):
        parts = environment.get_template(name).generate(facts)
        return "".join(environment.allowance.limited(parts))


@contextmanager
def _mistakes_told(environment: Any) -> Iterator[None]:
    """Let what goes wrong in a team's own template be told to the team."""
    try:
        yield
    except Exception as error:
        told = explain(error, environment.own)
        if told is None or isinstance(error, GoaltalkError):
            raise
        raise told from None


def _environment(language: Language, finalize: Callable[[Any], Any], own: Path | None) -> Any:
    """Return a sandbox whose templates see plain facts only, and stop when they take too long."""
    from jinja2 import FunctionLoader, StrictUndefined

    used: dict[str, str] = {}
    environment = _sandbox()(
        loader=FunctionLoader(lambda name: _find(name, language, own, used)),
        undefined=StrictUndefined,
        autoescape=True,  # keeps what macros return apart from plain values, which `finalize` escapes
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="<#",  # leaves {#name} free for the names of a document's sections
        comment_end_string="#>",
        optimized=False,  # nothing is worked out before the sandbox can say no
    )
    environment.globals = {name: environment.globals[name] for name in GLOBALS}
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.filters |= {"join": join, "replace": replace}
    environment.own, environment.allowance = used, Allowance()
    environment.filters["bounded"] = bounded
    environment.filters["day"] = lambda day: _localise(day, language)
    environment.filters["iso"] = str
    environment.filters["sparkline"] = sparkline
    environment.filters["figure"] = lambda number: _figure(number, language)
    return environment


def _find(name: str, language: Language, own: Path | None, used: dict[str, str]) -> Any:
    """Return a template's text, its path and whether it is still fresh; a team's own one wins."""
    plain = name.removeprefix(BUILT_IN)
    found = find_own(own, language, plain) if own is not None and plain == name else None
    if found is not None:
        used[found[1]] = found[0]
        return (*found, lambda: True)
    place = find_templates() / language
    file = place / plain
    if not (all(map(is_plain, plain.split("/"))) and file.is_file()):
        return None
    return file.read_text(encoding="utf-8"), str(file), lambda: True


@cache
def _sandbox() -> Any:
    """Make the class of our environments: every loop and macro asks whether there is time left."""
    from jinja2 import nodes
    from jinja2.runtime import Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["*", "**", "%", "+"])
        own: dict[str, str]
        allowance: Allowance

        @property
        def tick(self) -> None:
            self.allowance.spend_time()

        def _generate(self, source: Any, *args: Any, **kwargs: Any) -> Any:
            # One walk for all of them, and a list of it, for what is found is changed.
            for node in list(source.find_all((nodes.For, nodes.Macro, nodes.Concat))):
                if isinstance(node, nodes.Concat):
                    inner = nodes.Concat(node.nodes, lineno=node.lineno)
                    node.nodes = [nodes.Filter(inner, "bounded", [], [], None, None, lineno=node.lineno)]
                else:
                    tick = nodes.ExprStmt(nodes.EnvironmentAttribute("tick"), lineno=node.lineno)
                    node.body.insert(0, tick)
            source.set_environment(self)
            return super()._generate(source, *args, **kwargs)

        def is_safe_callable(self, obj: Any) -> bool:
            return (
                isinstance(obj, Macro)
                or obj in self.globals.values()
                or getattr(obj, "__name__", "") in METHODS
            )

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator != "+" and not is_harmless(operator, left, right):
                raise TooMuch(f"{operator} is for figures, and not for huge ones")
            return bounded(super().call_binop(context, operator, left, right))

    return Sandbox


def _localise(day: date, language: Language) -> str:
    from babel.dates import format_date

    return format_date(day, "long", locale=LOCALES[language])


def _figure(number: float, language: Language) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=LOCALES[language])


def _tidy(markdown: str) -> str:
    """Leave at most one empty line in a row, and none at the ends."""
    lines = [line.rstrip() for line in markdown.split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip("\n") + "\n"
