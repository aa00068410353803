"""Which warnings an address asks for, `?severity=severe&region=410221&state=late`; what it can't be is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from access.scope import Scope
from data.indicators.indicator import PROGRAMMES
from data.regions import Places
from data.warnings.rule import SEVERITIES
from data.warnings.rules import RULES
from data.warnings.table import STATES
from data.warnings.warning import Wanted

LATE = "late"
STATE_CHOICES: dict[str, str] = {**{str(key): words for key, words in STATES.items()}, LATE: "已过期限"}
LONGEST, LONGEST_TEXT = 2000, 40
FARTHEST = 10**6  # where a list can begin


@dataclass(frozen=True)
class Asked:
    """What a list shows: the warnings wanted, from which on; `chosen` the parts of the address that were followed."""

    wanted: Wanted
    chosen: Mapping[str, str]
    start: int = 0


def read_asked(given: object, places: Places, scope: Scope, account: str) -> Asked:
    """What the parts of an address ask for. given: the address's text after the question mark, or its parts."""
    parts = _parts(given)
    sections = {one.section for one in RULES.values()}
    allowed: dict[str, object] = {
        "severity": SEVERITIES,
        "section": sections,
        "programme": PROGRAMMES,
        "rule": RULES,
        "region": places,
        "state": STATE_CHOICES,
        "mine": ("1",),
    }
    chosen = {name: value for name, value in parts.items() if name in allowed and value in allowed[name]}  # type: ignore[operator]
    text = "".join(sign for sign in parts.get("text", "") if sign.isprintable()).strip()[:LONGEST_TEXT]
    if text:
        chosen["text"] = text
    state, start = chosen.get("state", ""), parts.get("start", "")
    wanted = Wanted(
        rule=chosen.get("rule", ""),
        severity=chosen.get("severity", ""),
        section=chosen.get("section", ""),
        programme=chosen.get("programme", ""),
        region=chosen.get("region", ""),
        states=tuple(one for one in STATES if one == state),
        assigned=tuple(filter(None, (scope.region, account))) if chosen.get("mine") else (),
        late=state == LATE,
        text=text,
    )
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 0
    return Asked(wanted, chosen, min(first, FARTHEST))


def told(asked: Asked, places: Places) -> str:
    """What is asked for, in a line, for the audit log and a file."""
    chosen = asked.chosen
    words = {
        "severity": SEVERITIES.get(chosen.get("severity"), ""),  # type: ignore[call-overload]
        "section": chosen.get("section", ""),
        "programme": PROGRAMMES.get(chosen.get("programme"), ""),  # type: ignore[call-overload]
        "rule": RULES[chosen["rule"]].name if "rule" in chosen else "",
        "region": places.name(chosen["region"]) if "region" in chosen else "",
        "state": STATE_CHOICES.get(chosen.get("state", ""), "未关闭"),
        "mine": "交办给我的" if "mine" in chosen else "",
        "text": f"“{chosen['text']}”" if "text" in chosen else "",
    }
    return "，".join(one for one in words.values() if one)


def _parts(given: object) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {str(name): str(value) for name, value in given.items()}
    if not isinstance(given, str) or len(given) > LONGEST:
        return {}
    try:
        return dict(parse_qsl(given.removeprefix("?"), max_num_fields=20))
    except ValueError:
        return {}
