"""Fills templates with facts; the only importer of jinja2."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goaltalk.domain.records.fields import Language
from goaltalk.render.escape import escape_markdown, one_line

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

LOCALES: Mapping[Language, str] = {"en": "en_GB", "nb": "nb", "nn": "nn"}


def find_templates() -> Path:
    """Return the folder of the templates, in an installed package and in a checkout alike."""
    return find_shipped("templates")


def find_shipped(name: str) -> Path:
    """Return a folder that is shipped beside the code: inside the package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent.parent / name


def render_document(name: str, language: Language, facts: Mapping[str, Any], own: Path | None = None) -> str:  # noqa: ARG001
    """Fill a document's template and return Markdown; every value is escaped on its way in."""
    from markupsafe import Markup

    def into_markdown(value: Any) -> Any:
        if value is None:
            return ""
        return value if hasattr(value, "__html__") else Markup(escape_markdown(str(value)))  # noqa: S704

    environment = _environment(language, into_markdown)
    return _tidy(environment.get_template(f"{name}.md.j2").render(facts))


def render_form(name: str, language: Language, facts: Mapping[str, Any], scalar: Callable[[Any], str]) -> str:
    """Fill a form's template and return YAML; every value is written by `scalar`, unless made a comment."""
    from markupsafe import Markup

    def into_yaml(value: Any) -> Any:
        if hasattr(value, "__html__"):
            return value
        plain = value if isinstance(value, str | int | float | bool | None) else str(value)
        return Markup(scalar(plain))  # noqa: S704

    environment = _environment(language, into_yaml)
    environment.filters["remark"] = lambda text: Markup(one_line(str(text)))  # noqa: S704
    return environment.get_template(f"{name}.yaml.j2").render(facts)


def _environment(language: Language, finalize: Callable[[Any], Any]) -> "ImmutableSandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(find_templates() / language),
        undefined=StrictUndefined,
        autoescape=True,  # keeps what macros return apart from plain values, which `finalize` escapes
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="<#",  # leaves {#name} free for the names of a document's sections
        comment_end_string="#>",
    )
    environment.filters["day"] = lambda day: _localise(day, language)
    environment.filters["iso"] = str
    environment.filters["figure"] = lambda number: _figure(number, language)
    return environment


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
