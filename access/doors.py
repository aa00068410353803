"""Whom every page, callback and route is for. What does not say so is closed to everyone.

A page is a row of DOORS; its callbacks write to ids that begin with its name, so one row opens the page and its callbacks alike.
Any other route says it where it stands, `@route_for(...)`; Dash's own, which can't, are listed here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, MutableMapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from access.scope import ROLES, Role
from data.indicators import DECLARED
from data.lists import LISTS

EVERYONE: frozenset[Role] = frozenset(ROLES)
STAFF = EVERYONE - {"screen"}
READERS: frozenset[Role] = frozenset({"leader", "chief", "county"})  # of the weekly paper
CORRESPONDENTS: frozenset[Role] = frozenset({"leader", "chief", "county"})  # who signs, drafts and answers letters, and sees to warnings
ANYONE: frozenset[Role | None] = EVERYONE | {None}  # None: nobody signed in, as in an empty scope; for what holds no datum
KIB, MIB = 1024, 1024 * 1024
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Audience:
    """Whom one route is for and what it takes.

    before_change  also for a person who must change the password first; largest  the largest body it reads, in bytes
    by_timer       asked by a clock, not by a person: it keeps no session alive, and a stranger is not led to the sign-in but told
    """

    roles: frozenset[Role] | frozenset[Role | None]
    before_change: bool = False
    largest: int = 64 * KIB
    by_timer: bool = False


def route_for(
    roles: frozenset[Role] | frozenset[Role | None], *, before_change: bool = False, largest: int = 64 * KIB, by_timer: bool = False
) -> Callable[[View], View]:
    """Say whom a route is for, in the line below `@blueprint.get(...)`. Without it the route is closed, to the signed-in too."""

    def declare(view: View) -> View:
        @wraps(view)
        def opened(**place: Any) -> Any:
            return view(**place)

        opened.audience = Audience(roles, before_change, largest, by_timer)  # type: ignore[attr-defined]
        return opened  # type: ignore[return-value]

    return declare


CALLBACK = "/_dash-update-component"
PAGES = ("/", "/<path:path>")  # Dash answers every address alike: which page it is, DOORS says
DASH: dict[str, Audience] = {  # Dash's own routes by their endpoints: Dash names them by their rules
    "_dash_assets.static": Audience(ANYONE),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Audience(ANYONE),
    "/_favicon.ico": Audience(ANYONE),
    "/_dash-layout": Audience(EVERYONE),
    "/_dash-dependencies": Audience(EVERYONE),
    "/_reload-hash": Audience(EVERYONE),
    CALLBACK: Audience(EVERYONE, largest=2 * MIB),
    **dict.fromkeys(PAGES, Audience(EVERYONE)),
}


def audience(endpoint: str, view: Callable[..., Any] | None) -> Audience | None:
    """Whom a route is for; None where nobody has said so."""
    found: Audience | None = DASH.get(endpoint) or getattr(view, "audience", None)
    return found


@dataclass(frozen=True)
class Door:
    """One page: its path (`/region/*` stands for one more part of the address), its name and the roles it is open to.

    names  what may stand in the place of `*`: another address leads nowhere; empty: anything
    """

    path: str
    page: str
    roles: frozenset[Role]
    names: Collection[str] = ()

    def leads(self, path: str) -> bool:
        """Whether an address is this page's."""
        start, star, _ = self.path.partition("*")
        rest = path.removeprefix(start)
        if not star:
            return path == self.path
        return path.startswith(start) and (rest in self.names if self.names else bool(rest) and "/" not in rest)


SECTIONS = ("relief", "elderly", "governance", "funeral", "children", "affairs")
DOORS: tuple[Door, ...] = (
    Door("/", "overview", STAFF),
    *(Door(f"/{section}", section, STAFF) for section in SECTIONS),
    Door("/region/*", "region", STAFF),
    Door("/indicator/*", "indicator", STAFF, DECLARED.keys()),
    Door("/records/*", "records", frozenset({"chief", "county"}), LISTS.keys()),
    Door("/warnings", "warnings", STAFF),
    Door("/warnings/*", "warning", CORRESPONDENTS),
    Door("/letters", "letters", CORRESPONDENTS),
    Door("/letters/*", "letter", CORRESPONDENTS),
    Door("/briefings", "briefings", READERS),
    Door("/briefings/*", "briefing", READERS),
    Door("/returns", "returns", frozenset({"leader", "chief", "county"})),
    Door("/programmes", "programmes", STAFF),
    Door("/programmes/*", "programme", STAFF),
    Door("/reminders", "reminders", frozenset({"leader", "chief", "county"})),
    Door("/admin", "admin", frozenset({"admin"})),
)
WALL = "/screen"  # a page of its own, without the frame: where the role screen begins, and all that an enrolled device may ask
FRAME = frozenset({"shell", "_pages_content", "_pages_store"})  # the frame around every page, and Dash's own page switch


def door(path: str) -> Door | None:
    """The page behind an address; None where there is none."""
    plain = path if path == "/" else path.rstrip("/")
    return next((found for found in DOORS if found.leads(plain)), None)


def open_to(role: Role) -> list[str]:
    """The paths of the pages that are open to a role."""
    return [found.path for found in DOORS if role in found.roles]


def may_call(role: Role, output: str) -> bool:
    """Whether a role may run the callback with this output key (`a-map.figure`, or several as `..a-map.figure...a-title.children..`)."""
    names = {_page_of(part) for part in output.strip(".").split("...")}
    open_to_role = {found.page for found in DOORS if role in found.roles} | FRAME
    return names <= open_to_role


def close(pages: MutableMapping[str, dict[str, Any]], role: Callable[[], Role | None], refused: Callable[[], Any]) -> None:
    """Wrap every registered page: who may not open it gets `refused()` in its place, whatever way led there."""
    for page in pages.values():
        if not page["module"].endswith("not_found_404"):
            page["layout"] = _closed(page["path_template"] or page["path"], page["layout"], role, refused)


def _closed(path: str, layout: Any, role: Callable[[], Role | None], refused: Callable[[], Any]) -> Callable[..., Any]:
    roles = next((found.roles for found in DOORS if found.path == _starred(path)), frozenset())

    def guarded(**address: str) -> Any:
        if role() not in roles:
            return refused()
        return layout(**address) if callable(layout) else layout

    return guarded


def _starred(template: str) -> str:
    """`/region/<code>` as a door writes it: `/region/*`."""
    return template.split("<")[0] + "*" if "<" in template else template


def _page_of(part: str) -> str:
    """The page an id like `overview-map.figure` belongs to; of a pattern id, its `type` says so."""
    name = part.rpartition(".")[0]
    if name.startswith("{"):
        try:
            name = str(json.loads(name).get("type", ""))
        except ValueError:
            return ""
    return name.split("-", 1)[0]
