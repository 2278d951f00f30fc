"""Values as canonical JSON (RFC 8785), with text in Unicode's composed form and nothing empty."""

import re
import unicodedata
from typing import Any

import msgspec
from msgspec.structs import astuple

_ENCODER = msgspec.json.Encoder(order="sorted")
# What is empty; a fraction, or a whole number too large to be exact for every reader, for the standard writes
# them its own way. Nothing is lost where a text only looks like that.
_UNUSUAL = re.compile(rb"[:,\[](?:null|\{\}|\[\]|-?[0-9]+(?:\.[0-9]|e[-+0-9]|[0-9]{15}))")
# Without any of these the order of UTF-16, in which the standard wants the keys, is that of the characters.
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def canonical_content(value: Any) -> bytes:
    """Return the canonical JSON of what there is in a value: in records, texts, figures, lists and mappings.

    Nulls and empty lists and mappings are left out, at every level; of a record, also what is as it is
    without being written. Nearly always msgspec writes that at once, in a small part of the time that the
    reference takes, which counts where ten thousand agreements are looked at.
    """
    try:
        text = _ENCODER.encode(value)
    except UnicodeError:
        return _canonical_by_reference(value)
    return text if _is_canonical(text) else _canonical_by_reference(value)


def _is_canonical(text: bytes) -> bool:
    """Say whether sorted JSON is surely canonical as it is."""
    if _UNUSUAL.search(text):
        return False
    if text.isascii():
        return True
    written = text.decode()
    return unicodedata.is_normalized("NFC", written) and not _ASTRAL.search(written)


def _canonical_by_reference(value: Any) -> bytes:
    # Imported here because hardly any text needs it.
    from rfc8785 import dumps

    return dumps(_composed(without_empty(msgspec.to_builtins(value))))


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(child) for child in value]
    return value


def parts_of(record: msgspec.Struct) -> dict[str, Any]:
    """Return what a record holds by the keys of its file, without what is empty; its schema is no part."""
    pairs = zip(record.__struct_encode_fields__, astuple(record), strict=True)
    return {key: value for key, value in pairs if not _is_empty(value)}


def without_empty(value: Any) -> Any:
    """Return a plain value without what is empty in it: None, and lists and mappings with nothing in them."""
    if isinstance(value, dict):
        pairs = ((key, without_empty(child)) for key, child in value.items())
        return {key: child for key, child in pairs if not _is_empty(child)}
    if isinstance(value, list | tuple):
        return [child for child in map(without_empty, value) if not _is_empty(child)]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or (not value and isinstance(value, dict | list | tuple))
