"""The menu of questions to choose from (D3, D4); a team adds its own in files of the same kind."""

from typing import Annotated

from msgspec import Meta

from goaltalk.domain.records.fields import Record, Side, Slug


class Topic(Record, frozen=True):
    """What several questions are about."""

    id: Annotated[Slug, Meta(description="Unique in the menu")]
    title: Annotated[str, Meta(min_length=1, description="The heading above its questions")]


class Question(Record, frozen=True, rename={"for_": "for"}):
    """One question that somebody may pick."""

    id: Annotated[
        Slug, Meta(description="Unique in the menu; one that goaltalk brings along is replaced by yours")
    ]
    topic: Annotated[Slug, Meta(description="Id of its topic, one of yours or of goaltalk's")]
    text: Annotated[str, Meta(min_length=1, description="The question, as it is asked")]
    for_: Annotated[Side | None, Meta(description="Whom it helps to prepare; left out, it suits both")] = None
    core: Annotated[bool, Meta(description="Whether it is the core question, asked in every talk")] = False


class Questions(Record, frozen=True, tag_field="schema", tag="questions/1"):
    """Questions to choose from (questions/NAME.yaml): they join the built-in ones, or replace them by id."""

    topics: Annotated[tuple[Topic, ...], Meta(description="Topics, in the order of the menu")] = ()
    questions: Annotated[tuple[Question, ...], Meta(description="Questions, in the order of the menu")] = ()
