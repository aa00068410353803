"""A document as plain JSON and back: what is frozen with an issued paper, so that it can be shown again as it was issued.

Works for whatever parts `briefings.document` declares: a dataclass is kept as its name and its fields.
"""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from briefings.document import Document

IS = "is"


def kept(document: Document) -> dict[str, Any]:
    """The document as JSON knows it. Raises TypeError for a value that has no form there."""
    made: dict[str, Any] = _kept(document)
    return made


def restored(content: dict[str, Any]) -> Document:
    """The document again. Raises ValueError where it was kept by a version whose parts are no longer known."""
    try:
        made = _restored(content)
    except (KeyError, TypeError) as error:
        raise ValueError(f"this document was kept in another form: {error}") from error
    if not isinstance(made, Document):
        raise ValueError("this is no document")
    return made


def _kept(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {IS: type(value).__name__, **{one.name: _kept(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple | list):
        return [_kept(one) for one in value]
    if isinstance(value, frozenset | set):
        return {IS: "frozenset", "of": sorted(map(_kept, value))}
    if isinstance(value, dict):
        return {IS: "dict", "of": [[_kept(key), _kept(one)] for key, one in value.items()]}
    if isinstance(value, date):
        return {IS: "date", "of": value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no form in a kept document")


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_restored, value))
    if not isinstance(value, dict):
        return value
    name = value[IS]
    if name == "frozenset":
        return frozenset(map(_restored, value["of"]))
    if name == "dict":
        return {_restored(key): _restored(one) for key, one in value["of"]}
    if name == "date":
        return date.fromisoformat(value["of"])
    made = _parts()[name]
    known = {one.name for one in fields(made)}
    return made(**{key: _restored(one) for key, one in value.items() if key in known})


@cache
def _parts() -> dict[str, Any]:
    """Every dataclass a document may hold, by name."""
    found: dict[str, Any] = {}

    def visit(hint: Any) -> None:
        if typing.get_origin(hint) or isinstance(hint, types.UnionType):
            for inner in typing.get_args(hint):
                visit(inner)
        elif isinstance(hint, type) and is_dataclass(hint) and hint.__name__ not in found:
            found[hint.__name__] = hint
            for inner in typing.get_type_hints(hint).values():
                visit(inner)

    visit(Document)
    return found
