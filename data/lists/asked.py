"""What is asked of a list beyond region and period: filters and order, read from the text an address holds, told in words.

`sort=-visited_on,key` and `filter=category.in.独居|空巢~registered_on.between.2023-01-01..2023-06-30~certified_on.empty`; in a value
`%25`, `%7C` and `%7E` stand for `%`, `|` and `~`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from data.citizens import mask
from data.lists.field import NUMBERS, Field, Kind
from data.lists.record_list import RecordList
from data.periods import PeriodError, parse

CONTAINS, IN, BETWEEN, EMPTY, FILLED = "contains", "in", "between", "empty", "filled"
OPERATOR: dict[Kind, str] = {
    **dict.fromkeys(("id", "text", "place"), CONTAINS),
    **dict.fromkeys(("enum", "yesno"), IN),
    **dict.fromkeys(("date", "month", *NUMBERS), BETWEEN),
}
OPERATOR_WORDS = {CONTAINS: "包含", IN: "是其中之一", BETWEEN: "在两者之间", EMPTY: "为空", FILLED: "不为空"}
YES_NO = ("是", "否")
MOST_FILTERS, MOST_SORTS, LONGEST_TEXT = 20, 4, 60
LARGEST = Decimal(10) ** 12
_ESCAPES = (("%", "%25"), ("|", "%7C"), ("~", "%7E"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)

Bound = date | Decimal | str | None


class AskedWrong(ValueError):
    """A filter or an order that the list does not have; the message says in Chinese what is wrong and what is allowed."""


@dataclass(frozen=True)
class Filter:
    """One condition on one field. `values`: the text looked for, the values allowed, or the two bounds (None: open)."""

    field: Field
    operator: str
    values: tuple[Bound, ...] = ()

    @property
    def text(self) -> str:
        """As an address holds it."""
        if self.operator == BETWEEN:
            return f"{self.field.name}.{BETWEEN}.{'..'.join('' if one is None else str(one) for one in self.values)}"
        held = "|".join(_escaped(str(one)) for one in self.values)
        return f"{self.field.name}.{self.operator}" + (f".{held}" if held else "")

    @property
    def words(self) -> str:
        """As a person reads it: `类别 独居、空巢`, `建档日期 2023-01-01 至 …`."""
        if self.operator in (EMPTY, FILLED):
            return f"{self.field.header}{OPERATOR_WORDS[self.operator]}"
        if self.operator == BETWEEN:
            low, high = ("…" if one is None else str(one) for one in self.values)
            return f"{self.field.header} {low} 至 {high}"
        found = "、".join(str(one) for one in self.values)
        return f"{self.field.header}{'含' if self.operator == CONTAINS else ' '}{found}"

    @property
    def told(self) -> str:
        """As the audit log has it: of a record's number only the beginning, since the log is read by others than its owners."""
        if self.field.kind == "id" and self.operator == CONTAINS:
            return f"{self.field.header}含{starred(str(self.values[0]))}"
        return mask(self.words)


@dataclass(frozen=True)
class Sort:
    """One field to order by; `down`: the largest first."""

    field: Field
    down: bool = False

    @property
    def text(self) -> str:
        return f"{'-' if self.down else ''}{self.field.name}"


def read_filters(listed: RecordList, text: str) -> tuple[Filter, ...]:
    """The filters of an address, each column once.

    Raises AskedWrong.
    """
    pieces = [piece for piece in text.split("~") if piece]
    if len(pieces) > MOST_FILTERS:
        raise AskedWrong(f"至多 {MOST_FILTERS} 个筛选条件。")
    found = tuple(_filter(listed, piece) for piece in pieces)
    names = [one.field.name for one in found]
    for one in found:
        if names.count(one.field.name) > 1:
            raise AskedWrong(f"“{one.field.header}”一列只能筛选一次。")
    return found


def read_sort(listed: RecordList, text: str) -> tuple[Sort, ...]:
    """The order of an address; the list's own where it names none.

    Raises AskedWrong.
    """
    names = [name for name in text.split(",") if name] or list(listed.order)
    if len(names) > MOST_SORTS:
        raise AskedWrong(f"至多按 {MOST_SORTS} 列排序。")
    return tuple(Sort(_field(listed, name.removeprefix("-")), name.startswith("-")) for name in names)


def starred(number: str) -> str:
    """A record's number for those who do not own it: its first two characters."""
    return number[:2] + "*" * min(len(number[2:]), 8)


def _field(listed: RecordList, name: str) -> Field:
    if name not in listed.by_name:
        allowed = "、".join(f"{one.name}（{one.header}）" for one in listed.fields)
        raise AskedWrong(f"这份名单没有“{name[:40]}”一列；可用：{allowed}。")
    return listed.by_name[name]


def _filter(listed: RecordList, piece: str) -> Filter:
    name, _, rest = piece.partition(".")
    operator, _, value = rest.partition(".")
    field = _field(listed, name)
    allowed = [OPERATOR[field.kind], *((EMPTY, FILLED) if field.optional else ())]
    if operator not in allowed:
        words = "、".join(f"{one}（{OPERATOR_WORDS[one]}）" for one in allowed)
        raise AskedWrong(f"“{field.header}”不能按“{operator[:20]}”筛选；可用：{words}。")
    if operator in (EMPTY, FILLED):
        return Filter(field, operator)
    if operator == CONTAINS:
        return Filter(field, operator, (_text(field, _plain(value)),))
    if operator == IN:
        return Filter(field, operator, _among(field, [_plain(one) for one in value.split("|")]))
    return Filter(field, operator, _bounds(field, value))


def _text(field: Field, value: str) -> str:
    if not value or len(value) > LONGEST_TEXT or not value.isprintable():
        raise AskedWrong(f"“{field.header}”里要找的文字应为 1 至 {LONGEST_TEXT} 个字符。")
    return value


def _among(field: Field, values: list[str]) -> tuple[str, ...]:
    known = field.values if field.kind == "enum" else YES_NO
    strange = [value for value in values if value not in known]
    if strange or not values:
        raise AskedWrong(f"“{field.header}”没有“{strange[0][:20]}”；可选：{'、'.join(known)}。")
    return tuple(value for value in known if value in values)


def _bounds(field: Field, value: str) -> tuple[Bound, Bound]:
    low, dots, high = value.partition("..")
    if not dots:
        raise AskedWrong(f"“{field.header}”的范围应写作 a..b，一端可以空着。")
    first, last = _bound(field, low), _bound(field, high)
    if first is None and last is None:
        raise AskedWrong(f"“{field.header}”的范围两端都空着。")
    if first is not None and last is not None and first > last:  # type: ignore[operator]
        raise AskedWrong(f"“{field.header}”的范围 {low} 大于 {high}；请调换。")
    return first, last


def _bound(field: Field, text: str) -> Bound:
    if not text:
        return None
    if field.kind == "date":
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise AskedWrong(f"“{field.header}”的日期“{text[:20]}”不对；应如 2023-09-18。") from None
    if field.kind == "month":
        try:
            if parse(text).grain == "month":
                return text
        except PeriodError:
            pass
        raise AskedWrong(f"“{field.header}”的月份“{text[:20]}”不对；应如 2023-09。")
    try:
        number = Decimal(text if _NUMBER.fullmatch(text) else "x")
    except InvalidOperation:
        raise AskedWrong(f"“{field.header}”的数“{text[:20]}”不对；应如 12 或 1200.5。") from None
    if abs(number) >= LARGEST:
        raise AskedWrong(f"“{field.header}”的数“{text[:20]}”太大。")
    return number


def _escaped(value: str) -> str:
    for plain, held in _ESCAPES:
        value = value.replace(plain, held)
    return value


def _plain(value: str) -> str:
    for plain, held in reversed(_ESCAPES):
        value = value.replace(held, plain)
    return value
