"""Values that are hard to write as YAML, and edits of records, as hypothesis strategies."""

from hypothesis import strategies as st
from record_texts import WORDS

from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit

NASTY = [
    *[
        "no",
        "on",
        "12:30",
        "1_000",
        "010",
        "1e3",
        "=",
        "<<",
        "~",
        "",
        " a",
        "a ",
        "- x",
        "# x",
        "a #b",
        "a: b",
    ],
    *["a:", "2026-09-01", "2026-08-20T10:00", "2026-09-01 ", "0x1f", "0o7", ".5", "+1", "it's", '"q"', "\\"],
    *[
        "a\nb",
        "a\nb\n",
        "a\n\n  b\n\n",
        " a\nb",
        "a \nb",
        "\n",
        "a\n",
        "# x\ny\n",
        "a\r\nb",
        "a\tb",
        "a\n\tb",
    ],
    *[
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u202e",
        "\x00",
        "\x1b",
        "\x7f",
        "😀",
        "blåbær",
        "{x}",
        "[a",
        "&a",
        "*a",
    ],
    *[
        "!t",
        "%x",
        "@x",
        "`x",
        "|",
        ">",
        "?",
        "-",
        "--- a",
        "...",
        "a, b",
        "Sagt: «ja»",
        "null",
        "None",
        "1.",
        "yes ",
    ],
    *["=======", "<<<<<<< HEAD\na", "x\n=======\ny", "- a\n- b\n", "Åse\nog Per\n", "en\n\nto"],
]
Path = tuple[str | int, ...]
texts = st.sampled_from(NASTY) | st.text(max_size=12) | st.sampled_from(WORDS)
numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | texts | texts
names = st.sampled_from(["ny", "note", "no", "a b", "1", "mål", "x: y", "due", "-", "# k", "q?"])
values: st.SearchStrategy[Model] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | texts, inner, max_size=3),
    max_leaves=6,
)


def list_paths(model: Model) -> list[Path]:
    """Every key and item of a model, depth first."""
    children: list[tuple[str | int, Model]] = []
    if isinstance(model, dict):
        children = list(model.items())
    elif isinstance(model, list):
        children = list(enumerate(model))
    return [
        path
        for step, child in children
        for path in [(step,), *((step, *below) for below in list_paths(child))]
    ]


@st.composite
def edits(draw: st.DrawFn, model: Model) -> Edit:
    """An edit that fits the model: of something there, or a new key, also below something missing."""
    paths = list_paths(model)
    actions = ["set", "set", "set", "append", "append", "delete", "delete", "rename"] if paths else ["set"]
    action = draw(st.sampled_from(actions))
    if action == "rename" and (keys := [path for path in paths if isinstance(path[-1], str)]):
        path = draw(st.sampled_from(keys))
        siblings = look_up(model, path[:-1])
        assert isinstance(siblings, dict)
        return Edit("rename", path, draw((names | texts).filter(lambda name: name not in siblings)))
    if action == "delete":
        return Edit("delete", draw(st.sampled_from(paths)))
    parents = [path for path in paths if isinstance(look_up(model, path), dict)]
    lists = [path for path in paths if isinstance(look_up(model, path), list) or look_up(model, path) is None]
    below: Path = draw(st.sampled_from([(), *parents]))
    fresh: Path = (*below, *draw(st.lists(names, min_size=1, max_size=2)))
    if action == "append":
        return Edit("append", draw(st.sampled_from([*lists, *lists, fresh])), draw(values))
    there = draw(st.sampled_from([*paths, fresh, fresh]))
    return Edit("set", there, draw(values))


def look_up(model: Model, path: Path) -> Model:
    """The value at a path that exists."""
    for step in path:
        if isinstance(model, dict):
            model = model[str(step)]
        elif isinstance(model, list):
            model = model[int(step)]
    return model
