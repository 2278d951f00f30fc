"""Days away as spans: added to each other, and taken back."""

from datetime import date, timedelta

from goaltalk.domain.records.fields import Span

Spans = tuple[Span, ...]
DAY = timedelta(days=1)


def add_days(spans: Spans, first: date, last: date) -> Spans:
    """Return the spans with these days in them; spans that now touch become one, the others stay."""
    touched = [one for one in spans if (one.first - last).days <= 1 and (first - one.last).days <= 1]
    if any(one.first <= first and last <= one.last for one in touched):
        return spans
    whole = (
        Span(
            first=min(first, *(one.first for one in touched)), last=max(last, *(one.last for one in touched))
        )
        if touched
        else Span(first=first, last=last)
    )
    if not touched:
        return (*spans, whole)
    place = spans.index(touched[0])
    return tuple(
        whole if number == place else one
        for number, one in enumerate(spans)
        if number == place or one not in touched
    )


def take_days(spans: Spans, first: date, last: date) -> Spans:
    """Return the spans without these days; one that reaches over both ends becomes two."""
    left: list[Span] = []
    for one in spans:
        if one.last < first or last < one.first:
            left.append(one)
            continue
        if one.first < first:
            left.append(Span(first=one.first, last=first - DAY))
        if last < one.last:
            left.append(Span(first=last + DAY, last=one.last))
    return tuple(left)


def span_holding(spans: Spans, day: date) -> Span | None:
    """Return the span that holds a day, the one that ends last if there are several."""
    return max((one for one in spans if one.first <= day <= one.last), key=lambda one: one.last, default=None)
