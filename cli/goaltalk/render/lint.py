"""Looks through a team's own templates without filling them: what is misnamed, and what cannot be parsed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from goaltalk.domain.finding import Finding
from goaltalk.domain.records.fields import Severity
from goaltalk.render.escape import one_line
from goaltalk.render.mistakes import REMEDY
from goaltalk.render.sandbox import FOLDER, LARGEST
from goaltalk.render.templates import BUILT_IN, LOCALES, find_mistakes, find_templates

SHOWN = 4
Read = Callable[[Sequence[str]], Iterable[tuple[str, bytes]]]


def check_templates(paths: Sequence[str], read: Read) -> Iterator[Finding]:
    """Check the files of the folder `templates`: their paths from the repository's root, and what reads them.

    Only what overrides a built-in template, or is included by one that does, is parsed: an adopted repository
    may keep quite other templates in the folder.
    """
    if not paths:
        return
    shipped = find_shipped_names()
    texts = _reach(paths, read, shipped)
    available: dict[str, frozenset[str]] = {
        language: _available(paths, language, shipped) for language in LOCALES
    }
    anywhere, everywhere = (
        combine(*available.values()) for combine in (frozenset.union, frozenset.intersection)
    )
    for path in paths:
        if path in texts:
            here = available.get(_split(path)[0])
            found = tuple(_check_text(path, texts[path], here or anywhere))
            yield from found
            # What one language lacks is no mistake for a team that does not use it.
            told = {(one.line, one.message) for one in found}
            some = () if here else _check_text(path, texts[path], everywhere, "warning")
            yield from (one for one in some if (one.line, one.message) not in told)
        elif not _is_remark(path):
            yield Finding("file-name", "warning", _useless(path, shipped), path=path)


def find_shipped_names() -> frozenset[str]:
    """Return the names of the templates that goaltalk brings along; the same in every language."""
    place = find_templates() / "en"
    return frozenset(one.relative_to(place).as_posix() for one in place.rglob("*.j2"))


def _reach(paths: Sequence[str], read: Read, shipped: frozenset[str]) -> dict[str, bytes]:
    """Return the content of every file that a document may come to, by path."""
    names = {path: {_split(path)[1], path.removeprefix(f"{FOLDER}/")} for path in paths}
    found: dict[str, bytes] = {}
    waiting = [path for path in paths if _split(path)[1] in shipped]
    while waiting:
        found |= dict(read(waiting))
        texts = [found[path] for path in waiting if path in found]
        waiting = [
            path
            for path in paths
            if path not in found and any(name.encode() in text for name in names[path] for text in texts)
        ]
    return found


def _available(paths: Sequence[str], language: str, shipped: frozenset[str]) -> frozenset[str]:
    """Return the names that a template of a language may include."""
    own = {_split(path)[1] for path in paths if _split(path)[0] in ("", language)}
    whole = {path.removeprefix(f"{FOLDER}/") for path in paths}
    return frozenset({*shipped, *(BUILT_IN + name for name in shipped), *own, *whole})


def _check_text(
    path: str, data: bytes, known: frozenset[str], severity: Severity = "error"
) -> Iterator[Finding]:
    if len(data) > LARGEST:
        yield _broken(path, 1, "is larger than 1 MiB; a template is text for people")
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        yield _broken(path, 1, "is not UTF-8; save it as UTF-8")
        return
    for line, what in find_mistakes(_split(path)[1], text, path, known):
        yield _broken(path, line, f"{one_line(what)}; {REMEDY}", severity)


def _broken(path: str, line: int, what: str, severity: Severity = "error") -> Finding:
    return Finding("parse", severity, what, path=path, line=line)


def _split(path: str) -> tuple[str, str]:
    """Return the language of a template, empty for all of them, and the name that it is asked for by."""
    first, _, rest = path.removeprefix(f"{FOLDER}/").partition("/")
    return (first, rest) if rest and first in LOCALES else ("", path.removeprefix(f"{FOLDER}/"))


def _is_remark(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.startswith(".") or name.upper().startswith("README")


def _useless(path: str, shipped: frozenset[str]) -> str:
    from difflib import get_close_matches

    name = _split(path)[1]
    if name.endswith("questions.yaml"):
        return "has no effect here; questions of your own lie in questions/, in a file of any id's name"
    ending = name.partition(".")[2]
    alike = sorted(one for one in shipped if one.partition(".")[2] == ending)
    near = get_close_matches(name, alike, n=1) or get_close_matches(name, sorted(shipped), n=1)
    some = ", ".join(sorted(shipped)[:SHOWN])
    hint = f"did you mean {near[0]}?" if near else f"names that do are {some}, …"
    return f"overrides no built-in template, and none of yours includes it; {hint}"
