"""What a button of a letter's page does: the step with what was written to it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from components.letter_acts import LEAVE
from data.database import Database
from data.indicators.moment import Moment, moment
from data.letters.content import Content
from data.letters.drafting import NothingLags, closing_for, compose, due_day, refilled
from data.letters.lagging import open_topics
from data.letters.letter import Actor, Letter
from data.letters.reading import read_letter
from data.letters.steps import Conflict, Refused, edit, follow, issue, take
from data.letters.table import Kind

SAID = {
    "edited": "已保存。",
    "sent": "已送局领导签发。",
    "sent_back": "已退回修改。",
    "replied": "已提交回复，等市民政局核查。",
    "checked": "已记下：未整改，函件仍未办结。",
    "closed": "已办结。",
    "criticised": "已记录通报。",
    "withdrawn": "已作废。",
}
SHARED = {"checked": "closed"}  # a check is written in one field, however it ends


@dataclass(frozen=True)
class Written:
    """What stands in the page's fields: words by act, remarks and demands by topic, the day."""

    words: Mapping[str, str]
    due: str
    remarks: Mapping[str, str]
    demands: Mapping[str, str]

    @classmethod
    def read(cls, *given: Any) -> Written:
        """From the callback's states, in the order they are declared."""
        words, word_ids, due, remarks, remark_ids, demands, demand_ids = given
        day = due[0] if isinstance(due, list) and due else ""
        texts = (_texts(words, word_ids, "act"), _texts(remarks, remark_ids, "topic"), _texts(demands, demand_ids, "topic"))
        return cls(texts[0], str(day or ""), texts[1], texts[2])


def _by(values: Any, ids: Any, name: str) -> dict[str, Any]:
    pairs = zip(values, ids, strict=False) if isinstance(values, list) and isinstance(ids, list) else ()
    return {str(one.get(name)): value for value, one in pairs if isinstance(one, dict)}


def _texts(values: Any, ids: Any, name: str) -> dict[str, str]:
    """Typed texts; signs that no paper can hold are left out."""
    return {
        key: "".join(sign for sign in value if sign.isprintable() or sign == "\n")
        for key, value in _by(values, ids, name).items()
        if isinstance(value, str)
    }


def do(database: Database, actor: Actor, number: int, version: int, act: str, written: Written) -> tuple[str, str]:
    """Take the step; returns what it led to in words, and the address to go on to, empty to stay.

    Raises Refused or Conflict.
    """
    if act == "edited":
        _edit(database, actor, number, version, written)
        return SAID[act], ""
    if act.startswith(LEAVE):
        _edit(database, actor, number, version, written, left_out=frozenset({act.removeprefix(LEAVE)}))
        return "已移出这份函。", ""
    if act == "refilled":
        _refill(database, actor, number, version)
        return "已按今天的读数和台账重新取数。", ""
    if act == "supervised":
        return "已起草督办函。", f"/letters/{_supervise(database, actor, number, version)}"
    if act == "issued":
        with database.writing() as connection:
            return f"已签发，{issue(connection, number, version, actor)}。", ""
    if act not in SAID:
        raise Refused("没有这一步。")
    words = written.words.get(act) or written.words.get(SHARED.get(act, ""), "")
    with database.writing() as connection:
        take(connection, number, version, actor, act, words)
    return SAID[act], ""


def _standing(database: Database, actor: Actor, number: int, version: int) -> Letter:
    with database.reading() as connection:
        letter = read_letter(connection, number, actor.scope)
    if letter is None:
        raise Refused("没有这份函件。")
    if letter.version != version:
        raise Conflict(letter)
    return letter


def _edit(database: Database, actor: Actor, number: int, version: int, written: Written, left_out: frozenset[str] = frozenset()) -> None:
    letter = _standing(database, actor, number, version)
    try:
        due_on = date.fromisoformat(written.due)
    except ValueError:
        raise Refused("整改期限应为日期。") from None
    content = letter.content.edited(written.remarks, written.demands, left_out)
    ended = content if due_on == letter.due_on else content.ending(closing_for(content, letter.kind, due_on))
    with database.writing() as connection:
        edit(connection, number, version, actor, ended, due_on)


def _refill(database: Database, actor: Actor, number: int, version: int) -> None:
    letter = _standing(database, actor, number, version)
    with moment(database) as now:
        due_on = max(letter.due_on, due_day(now.connection, now.today)) if letter.due_on <= now.today else letter.due_on
        cited = read_letter(now.connection, letter.cites, actor.scope) if letter.cites else None
        fresh = _composed(now, letter.kind, letter, due_on, cited)
    with database.writing() as connection:
        edit(connection, number, version, actor, refilled(letter.content, fresh), due_on)


def _supervise(database: Database, actor: Actor, number: int, version: int) -> int:
    letter = _standing(database, actor, number, version)
    with moment(database) as now:
        still = open_topics(now, letter.programme, letter.region)
        due_on = due_day(now.connection, now.today)
        content = _composed(now, "supervision", letter, due_on, letter)
    with database.writing() as connection:
        return follow(connection, actor, number, version, content, due_on, still)


def _composed(now: Moment, kind: Kind, letter: Letter, due_on: date, cited: Letter | None) -> Content:
    try:
        return compose(now, kind, letter.programme, letter.region, due_on, cites=cited)
    except NothingLags as error:
        raise Refused(str(error)) from None
