"""Record-like files written the way people write them, as a hypothesis strategy."""

from hypothesis import strategies as st

WORDS = [
    "Lære Kubernetes",
    "bedre møter",
    "å øve",
    "R&D",
    "ship it!",
    "50 % ferdig",
    "ja",
    "Åse",
    "don't",
    "a#b",
]
PLAIN = [
    *WORDS,
    "no",
    "2026-09-15",
    "2026-08-20T10:00",
    "https://nav.no/x?y=1",
    "12",
    "-3",
    "1.5",
    "true",
    "on",
]
QUOTED = [
    "'it''s'",
    '"say \\"hi\\" # not a comment"',
    '"\\u00e5 \\n b"',
    "'- x: y'",
    '""',
    "'# no'",
    '"🎉 {a}"',
]
ODD_COMMENTS = ["- x", "key: value", 'an "open quote', "[a", "it's", "mål: |", "", "--- x", "🎉"]


class Writer:
    """Draws the lines of one file; each real comment carries a number of its own, as `#c12#`."""

    def __init__(self, data: st.DataObject) -> None:
        self.data, self.comments, self.flow_only = data, 0, False

    def pick(self, *choices: str) -> str:
        return self.data.draw(st.sampled_from(choices))

    def chance(self, percent: int) -> bool:
        return self.data.draw(st.integers(0, 99)) < percent

    def comment(self) -> str:
        self.comments += 1
        return f"#c{self.comments}# {self.pick(*ODD_COMMENTS)}"

    def tail(self) -> str:
        return self.pick(" ", "  ", "   ") + self.comment() if self.chance(20) else self.pick("", "", "", " ")

    def between(self, column: int) -> list[str]:
        lines = []
        if self.chance(15):
            lines.append("")
        if self.chance(25):
            extra = self.pick("0", "0", "0", "1", "2", "-2", "4")
            lines.append(" " * max(0, column + int(extra)) + self.comment())
        if self.chance(10):
            lines.append("")
        return lines

    def flow(self, depth: int, column: int) -> str:
        """A list or mapping in brackets, on one line or several."""
        count = self.data.draw(st.integers(0, 3))
        items = [self.flow_item(depth, column) for _ in range(count)]
        opened, closed = "[]"
        if self.chance(40):
            opened, closed = "{}"
            items = [f"k{i}{self.pick(': ', ': ', ':  ')}{item}" for i, item in enumerate(items)]
            if items and self.chance(15):
                items[-1] = "kn:" + self.pick("", " ")
            if items and self.chance(15):
                items[0] = f'"k q": {items[0].split(": ", 1)[-1]}' if ": " in items[0] else items[0]
        if self.chance(25) and column:
            pad = "\n" + " " * (column + 2)
            tails = ["," + self.tail() for _ in items]
            if tails and self.chance(40):
                tails[-1] = self.tail()
            head = self.tail() if self.chance(30) else ""
            body = "".join(pad + item + tail for item, tail in zip(items, tails, strict=True))
            return f"{opened}{head}{body}\n{' ' * (column + self.data.draw(st.integers(0, 2)))}{closed}"
        space = self.pick("", "", " ")
        comma = self.pick("", "", "", ",", ", ") if items else ""
        return opened + space + self.pick(", ", ",  ", " , ").join(items) + comma + space + closed

    def flow_item(self, depth: int, column: int) -> str:
        if depth < 2 and self.chance(15):
            return self.flow(depth + 2, 0)
        plain = [word for word in PLAIN if not set(word) & set("?#:")]
        return self.pick(*plain, *QUOTED)

    def literal(self, column: int) -> list[str]:
        """The head and the lines of a literal or folded block."""
        inner = column + self.data.draw(st.integers(1, 4))
        head = self.pick("|", "|-", "|+", ">", ">-", "|") + self.tail()
        lines = [" " * inner + self.pick(*WORDS, "- x", "# inside", "k: v", "=======") for _ in range(2)]
        if self.chance(30):
            lines.insert(1, "")
        if self.chance(20):
            lines.append(" " * (inner + 2) + "more")
        return [head, *lines, *([""] if self.chance(30) else [])]

    def inline(self, column: int) -> list[str]:
        """A value that starts on the line of its key or dash; the later lines are complete."""
        kind = self.data.draw(st.integers(0, 11))
        if kind <= 3:
            return [self.pick(*PLAIN) + self.tail()]
        if kind <= 5:
            return [self.pick(*QUOTED) + self.tail()]
        if kind == 6:
            return [self.pick("plain text", '"quoted') + " over", " " * (column + 2) + "two lines"]
        if kind <= 8:
            lines = self.flow(0, column).split("\n")
            return [*lines[:-1], lines[-1] + self.tail()]
        if kind == 9:
            return self.literal(column)
        return [self.pick("", "", "~", "null") + self.tail()]

    def mapping(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for number in range(self.data.draw(st.integers(1, 4 if depth else 5))):
            lines += self.between(column) if lines else []
            key = self.pick(f"key{number}", f'"q {number}"', f"'s{number}'", f"mål {number}", f"k{number}-x")
            lines += self.entry(" " * column + key + ":", column, depth)
        return lines

    def entry(self, head: str, column: int, depth: int) -> list[str]:
        kind = self.data.draw(st.integers(0, 9))
        if depth > 2 or kind <= 5:
            first, *rest = self.inline(column)
            if first.startswith('"quoted'):
                rest = [rest[0] + '"']
            return [head + (self.pick(" ", " ", " ", "  ") if first.strip() else "") + first, *rest]
        top = [head + self.tail()]
        if kind <= 7:
            inner = column + self.data.draw(st.sampled_from([0, 1, 2, 2, 4]))
            return [*top, *self.between(inner), *self.sequence(inner, depth + 1)]
        inner = column + self.data.draw(st.sampled_from([1, 2, 2, 4]))
        return [*top, *self.between(inner), *self.mapping(inner, depth + 1)]

    def sequence(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.data.draw(st.integers(1, 3))):
            lines += self.between(column) if lines else []
            dash = " " * column + "-"
            kind = self.data.draw(st.integers(0, 9))
            offset = self.data.draw(st.sampled_from([2, 2, 2, 3, 4]))
            if depth > 3 or kind <= 4:
                lines += self.entry(dash, column, 9)
            elif kind <= 7:
                first, *rest = self.mapping(column + offset, depth + 1)
                lines += [dash.ljust(column + offset) + first.lstrip(" "), *rest]
            elif kind == 8:
                first, *rest = self.sequence(column + offset, depth + 1)
                lines += [dash.ljust(column + offset) + first.lstrip(" "), *rest]
            else:
                lines += [dash + self.tail(), *self.between(column + 2), *self.mapping(column + 2, depth + 1)]
        return lines

    def file(self) -> str:
        lines = [self.comment()] if self.chance(60) else []
        if self.chance(10):
            lines.append("---")
        if self.chance(96):
            lines += self.mapping(0, 0)
        lines += self.between(0)
        text = "".join(line + "\n" for line in lines)
        if self.chance(20):
            text = text.removesuffix("\n")
        return text.replace("\n", "\r\n") if self.chance(20) else text


@st.composite
def record_texts(draw: st.DrawFn) -> str:
    """Text of one file; a few are not readable, as people's files are."""
    return Writer(draw(st.data())).file()
