"""What a button of a warning's page does: the step with what was written to it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.database import Database
from data.letters.letter import Actor
from data.warnings.steps import MOVES, Refused, assign, set_aside, take

SAID = {
    "seen": "已标为已查看。",
    "assigned": "已交办。",
    "explained": "已提交说明。",
    "acted": "已提交处置情况。",
    "closed": "已关闭。",
    "set_aside": "已按误报搁置。",
    "reopened": "已重新打开。",
}
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Written:
    """What stands in a page's fields, by act: words, whom it is given to, the day."""

    words: Mapping[str, str]
    to: Mapping[str, str]
    days: Mapping[str, str]

    @classmethod
    def read(cls, *given: Any) -> Written:
        """From the callback's states: values and ids of the words, of the assignees, of the days."""
        return cls(*(_texts(given[at], given[at + 1]) for at in (0, 2, 4)))


def _texts(values: Any, ids: Any) -> dict[str, str]:
    """Typed texts by act; signs that no paper can hold are left out."""
    pairs = zip(values, ids, strict=False) if isinstance(values, list) and isinstance(ids, list) else ()
    return {
        str(one.get("act")): "".join(sign for sign in value if sign.isprintable() or sign == "\n")
        for value, one in pairs
        if isinstance(one, dict) and isinstance(value, str)
    }


def do(database: Database, actor: Actor, number: int, version: int, act: str, written: Written, assignees: Mapping[str, str]) -> str:
    """Take the step; returns what it led to in words. Raises Refused or Conflict."""
    if act not in MOVES:
        raise Refused("没有这一步。")
    words = written.words.get(act, "")
    with database.writing() as connection:
        if act == "assigned":
            assign(connection, number, version, actor, _assignee(written.to.get(act), assignees), day(written.days.get(act)), words)
        elif act == "set_aside":
            set_aside(connection, number, version, actor, words, day(written.days.get(act)))
        else:
            take(connection, number, version, actor, act, words)
    return SAID[act]


def assign_all(
    database: Database,
    actor: Actor,
    picked: Sequence[tuple[int, int]],
    to: object,
    due_on: object,
    words: str,
    assignees: Mapping[str, str],
) -> str:
    """Assign each of `picked` (number, version), all or none of them; returns what it led to. Raises Refused, naming the one in the way."""
    if not picked:
        raise Refused("还没有勾选预警。")
    if len(picked) > MOST_AT_ONCE:
        raise Refused(f"一次至多交办 {MOST_AT_ONCE} 件。")
    to_whom, by = _assignee(to, assignees), day(due_on)
    with database.writing() as connection:
        for number, version in picked:
            try:
                assign(connection, number, version, actor, to_whom, by, words)
            except Refused as error:
                raise Refused(f"预警 {number}：{error}没有交办任何一件。") from None
    return f"已交办 {len(picked)} 件。"


def day(given: object) -> date:
    """The day of a field. Raises Refused."""
    try:
        return date.fromisoformat(str(given or ""))
    except ValueError:
        raise Refused("期限应为日期。") from None


def _assignee(given: object, assignees: Mapping[str, str]) -> str:
    """Whom a name stands for, as it is listed or as it is kept. Raises Refused."""
    named = {words: name for name, words in assignees.items()}
    text = given.strip() if isinstance(given, str) else ""
    if text not in assignees and text not in named:
        raise Refused("请从列表中选择交办给谁。")
    return named.get(text, text)
