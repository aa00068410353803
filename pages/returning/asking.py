"""What the address of the month's returns asks for, and the list that answers it: month, programme, state, county, and the open return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from access.scope import Scope
from components.return_list import STATES, state_of
from data.indicators.moment import Moment
from data.periods import Period, PeriodError, month_of, parse
from data.programmes.assigned import reviews
from data.programmes.form import Programme
from data.programmes.returns.asked import Asked, asked, months_of, plan_of
from data.programmes.returns.item import Item
from data.programmes.returns.waiting import waiting
from geo.regions import CITY

MOST_PARTS, LONGEST = 20, 1000


@dataclass(frozen=True)
class View:
    """Where the page stands.

    everything  all of the month this person may see      own  those of the chosen programmes and county, in every state
    listed      those in the chosen state too             chosen  the text of the open one, '' for none
    county      it is a county's page: only its own       files, reviews  whether anything of it is to be filed, or reviewed
    """

    month: Period
    months: tuple[Period, ...]
    programmes: tuple[Programme, ...]
    programme: str
    state: str
    region: str
    everything: tuple[Asked, ...]
    own: tuple[Asked, ...]
    listed: tuple[Asked, ...]
    chosen: str
    county: bool
    notice: str = ""

    @property
    def files(self) -> bool:
        return any(one.files for one in self.own)

    @property
    def reviews(self) -> bool:
        return any(one.reviews for one in self.own)

    @property
    def picks(self) -> bool:
        """Whether several of the list can be accepted together."""
        return any(one.reviews and one.present.state == "submitted" for one in self.listed)

    @property
    def open(self) -> Asked | None:
        """The open return."""
        return next((one for one in self.everything if one.item.text == self.chosen), None)


def view(now: Moment, search: Any, scope: Scope) -> View:
    """The list that an address asks for, as this person may see it; what can't be followed falls back, in words.

    Without a word about the programme a chief sees what the own section reviews or files; about the state, a reviewer what waits.
    """
    given = _given(search)
    troubles: list[str] = []
    months = months_of(now)
    month = _month(given.get("month"), now, months, troubles)
    plan = plan_of(now, month.year)
    programmes = plan.programmes if plan else ()
    county = scope.role == "county"
    everything = asked(now, month, scope=scope)
    programme = given.get("programme") or _first(scope, programmes, everything)
    if programme != "all" and programme not in {one.id for one in programmes}:
        troubles.append(f"没有编号为“{programme[:20]}”的工程")
        programme = "all"
    narrowed = "" if county else given.get("county", "")
    chosen = _chosen(given, month, scope)
    own = tuple(one for one in everything if programme in ("all", one.programme.id) and narrowed in ("", one.item.region))
    state = given.get("state") or _waiting_first(own)
    if state != "all" and state not in STATES:
        troubles.append(f"没有“{state[:20]}”这种状态")
        state = "all"
    listed = tuple(one for one in own if state in ("all", state_of(one)) or one.item.text == chosen)
    if chosen and not any(one.item.text == chosen for one in everything):
        troubles.append("没有这项月报，或不在本账号可看的范围内")
        chosen = ""
    notice = f"{'；'.join(troubles)}。" if troubles else ""
    return View(month, months, programmes, programme, state, narrowed, everything, own, listed, chosen, county, notice)


def badge(now: Moment, scope: Scope) -> str:
    """What stands beside the page's name in the navigation: how many returns wait for this person; nothing where none does."""
    return str(waiting(now, scope).all or "")


def form_address(seen: View) -> str:
    """Where the list's form can be had; empty where there is nothing to fill in."""
    if not any(one.files for one in seen.listed):
        return ""
    programme = {} if seen.programme == "all" else {"programme": seen.programme}
    return f"/returns/form.xlsx?{urlencode({'month': seen.month.text, **programme})}"


def _chosen(given: Mapping[str, str], month: Period, scope: Scope) -> str:
    """The open return: `item=elderly/7/410221`, or as other pages link to it `programme=elderly&task=7[&region=410221]`."""
    own = scope.region or CITY
    parts = given.get("item", "").split("/")
    if len(parts) == 3:
        return Item(month.text, *parts).text
    task = given.get("task", "")
    return Item(month.text, given.get("programme", ""), task, given.get("region") or own).text if task else ""


def _given(search: Any) -> Mapping[str, str]:
    if not isinstance(search, str) or len(search) > LONGEST:
        return {}
    try:
        return dict(parse_qsl(search.removeprefix("?"), max_num_fields=MOST_PARTS))
    except ValueError:
        return {}


def _month(text: str | None, now: Moment, months: tuple[Period, ...], troubles: list[str]) -> Period:
    latest = months[-1] if months else month_of(now.today)
    if not text:
        return latest
    try:
        month = parse(text)
    except PeriodError:
        month = None
    if month is None or month.grain != "month":
        troubles.append(f"“{text[:20]}”不是月份，显示本月")
        return latest
    if not month.begun(now.today):
        troubles.append("所选月份还没有开始，显示本月")
        return latest
    return month


def _first(scope: Scope, programmes: tuple[Programme, ...], everything: tuple[Asked, ...]) -> str:
    """The programme a person begins with: a section its own; a leader the first, whose list can be gone through."""
    if scope.role == "county":
        return "all"
    own = [one.id for one in programmes if reviews(scope, one)] or [one.programme.id for one in everything if one.files]
    return own[0] if own else programmes[0].id if programmes else "all"


def _waiting_first(own: tuple[Asked, ...]) -> str:
    return "submitted" if any(one.reviews and one.present.state == "submitted" for one in own) else "all"
