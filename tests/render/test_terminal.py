"""Tables show what they hold, line by line, and obey none of it."""

from goaltalk.render.terminal import table


def test_columns_stand_below_each_other() -> None:
    assert table(("id", "name"), [("kari", "Kari"), ("per-lie", "Per")]).split("\n") == [
        "id        name",
        "kari      Kari",
        "per-lie   Per",
    ]


def test_a_table_may_be_without_heads() -> None:
    assert table(("", ""), [("name", "Kari")], heads=False) == "name   Kari"


def test_nothing_in_a_cell_is_markup_or_obeyed() -> None:
    hostile = "[bold]x[/] [/] [link=http://x]y[/link] :smile: \x1b[31mred \x1b]8;;x\x07 \u202eabc"
    shown = table(("a",), [(hostile,)])
    assert "[bold]x[/] [/] [link=http://x]y[/link] :smile:" in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_a_cell_of_several_lines_is_one_line() -> None:
    assert table(("a",), [("one\ntwo\r\n\tthree",)]).split("\n") == ["a", "one two three"]


def test_a_long_cell_is_not_cut() -> None:
    assert "x" * 5000 in table(("a", "b"), [("x" * 5000, "y")])
