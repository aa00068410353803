"""Whose watermark a page carries: that of the one who asks, at the moment the page is laid out. The wall has none."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import flask
from flask import g

from access import session
from access.people import Person
from components.watermark import mark, style, watermark
from data.clock import local, now

UNMARKED = frozenset({"/screen"})


def init(server: flask.Flask) -> None:
    """Give the plain pages their watermark: `watermark` in their templates is empty for strangers."""
    server.context_processor(_for_plain_pages)


def stamp(pages: MutableMapping[str, dict[str, Any]]) -> None:
    """Lay every registered page out with the watermark over it."""
    for page in pages.values():
        if page["path"] not in UNMARKED:
            page["layout"] = _stamped(page["layout"])


def _stamped(layout: Any) -> Callable[..., Any]:
    def stamped(**address: str) -> Any:
        laid_out = layout(**address) if callable(layout) else layout
        who = session.person()
        return [laid_out, watermark(_mark(who))] if who else laid_out

    return stamped


def _for_plain_pages() -> dict[str, Any]:
    who = g.get("person")  # known from the guard; an error page must not ask the database again
    return {"watermark": {"text": _mark(who), "style": style(_mark(who))} if who else None}


def _mark(who: Person) -> str:
    return mark(who.username, local(now()))
