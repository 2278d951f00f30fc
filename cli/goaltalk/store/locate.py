"""Gives findings their path, line and column: only those that are shown cost a look at the file."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from goaltalk.domain.finding import Finding
from goaltalk.store.guard import NotReadable, read_text
from goaltalk.store.layout import path_of
from goaltalk.store.tree import Tree


def with_places(findings: Iterable[Finding], tree: Tree) -> Iterator[Finding]:
    """Yield the findings with paths, and with lines where they name a key."""
    for finding in findings:
        if finding.about is None or finding.path:
            yield finding
            continue
        path = path_of(finding.about)
        line, column = _find(tree, path, finding) if finding.key_path else (1, 1)
        yield replace(finding, path=path, line=line, column=column)


def _find(tree: Tree, path: str, finding: Finding) -> tuple[int, int]:
    from goaltalk.store.marks import find_mark

    for _, data in tree.read((path,)):
        try:
            return find_mark(read_text(data), finding.key_path)
        except NotReadable:
            break
    return 1, 1
