"""What `check` finds in a team's own templates."""

from collections.abc import Iterator

from goaltalk.domain.finding import Finding
from goaltalk.store.load import LINK
from goaltalk.store.tree import Tree

FOLDER = "templates"


def find_template_flaws(tree: Tree) -> Iterator[Finding]:
    """Yield what is wrong with the folder `templates`; where there is none, nothing is imported for it."""
    if FOLDER in tree.folders("") and (paths := tree.paths(FOLDER)):
        from goaltalk.render.lint import check_templates

        yield from check_templates(paths, tree.read)
    for path in tree.links():
        if path == FOLDER or path.startswith(f"{FOLDER}/"):
            yield Finding("file-name", "error", LINK, path=path)
