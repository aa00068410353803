"""时间节点 as ledgers write it, read as a month of the plan's year: 2024.10, 2024年10月底前, 10月底, 年底前, 全年 …"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass

NO_YEAR = "没有写年份，按计划年度"
_BY_THE_END = {"年底", "年末", "年内", "本年底", "当年底"}
_ALL_YEAR = {"全年", "常年", "长期", "持续", "持续推进", "长期坚持", "贯穿全年"}
_PARTS = {"上半年": 6, "下半年": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
_YEAR = r"(?:(?P<year>\d{4})年)?"
_MONTH = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})月(?:份)?(?P<when>底|末|上旬|中旬|下旬|初|(?P<day>\d{{1,2}})[日号])?")
_POINTS = re.compile(r"(?P<year>\d{4})[./\-](?P<month>\d{1,2})(?:[./\-](?P<day>\d{1,2}))?")
_MISPRINT = re.compile(r"(?P<month>\d{1,2})底")
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE = re.compile(r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月")
_ALWAYS = re.compile(r"每(?:月|季度|周|季|年).*")
_SPAN = re.compile(r"[至到—–~～]|(?<=月)-|-(?=\d{1,2}月)|(?<=\d{4}\.\d{2})-|(?<=\d{4}\.\d)-|--")


@dataclass(frozen=True)
class Due:
    """A month like `2024-10`; why: what of the reading is not in the words, empty where nothing is left open."""

    month: str
    why: str = ""


class DueError(ValueError):
    """Words that name no month of the plan's year; the message says why."""


def read_due(text: str, year: int) -> Due:
    """The month that a ledger's date names.

    Raises DueError.
    """
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("．", ".").replace("。", "")
    words = re.sub(r"[之以]?前?(?:完成)?$", "", words)
    words = _CHINESE.sub(lambda found: f"{_CHINESE_MONTHS.index(found[1]) + 1}月", words)
    parts = [part for part in _SPAN.split(words) if part]
    if len(parts) == 2:
        return _span(parts[0], parts[1], year)
    return _one(words, year)


def _span(start: str, end: str, year: int) -> Due:
    named = re.match(r"(\d{4})[年./\-]", start)
    if named and re.match(r"\d{1,2}(月|$)", end):
        end = f"{named[1]}年{end}" if "月" in end else f"{named[1]}.{end}"
    found = _one(f"{end}月" if end.isdigit() else end, year)
    if re.match(r"\d{4}", start):
        _one(start, year)  # a start in another year is no start of this plan's
    return Due(found.month, "写的是一段时间，按结束的月份")


def _one(words: str, year: int) -> Due:
    if match := _POINTS.fullmatch(words) or _MONTH.fullmatch(words):
        given = match.groupdict()
        return _dated(given.get("year"), int(given["month"]), given.get("day"), given.get("when") or "", year)
    if match := _MISPRINT.fullmatch(words):
        return Due(_month(int(match["month"]), year), "疑缺“月”字，按该月")
    bare = words.removesuffix("底") if words in ("上半年底", "下半年底") else words
    named = re.match(r"(\d{4})年(?=.)", bare)
    if named:
        _same_year(int(named[1]), year)
    rest = bare[named.end() :] if named else bare
    if rest in ("底", "末") and named:
        return Due(f"{year}-12")
    if rest in _BY_THE_END:
        return Due(f"{year}-12", "" if named else NO_YEAR)
    if rest in _ALL_YEAR or _ALWAYS.fullmatch(rest):
        return Due(f"{year}-12", "没有写到哪个月，按年底")
    part = _PARTS.get(rest.removeprefix("第").removesuffix("末").removesuffix("底"))
    if part:
        return Due(_month(part, year), "写的是一段时间，按结束的月份")
    if re.fullmatch(r"\d{4}年?", bare):
        _same_year(int(bare[:4]), year)
        return Due(f"{year}-12", "只写了年份，按年底")
    raise DueError("看不出是哪个月")


def _dated(named: str | None, month: int, day: str | None, when: str, year: int) -> Due:
    if named:
        _same_year(int(named), year)
    out = _month(month, year)
    why = [] if named else [NO_YEAR]
    if day:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= int(day) <= last:
            raise DueError(f"{month} 月没有 {int(day)} 日")
        if int(day) != last:
            why.append(f"台账按月考核，{int(day)} 日按月底")
    elif when in ("上旬", "中旬", "初"):
        why.append(f"台账按月考核，{when}按月底")
    return Due(out, "；".join(why))


def _month(month: int, year: int) -> str:
    if not 1 <= month <= 12:
        raise DueError(f"没有 {month} 月")
    return f"{year}-{month:02d}"


def _same_year(named: int, year: int) -> None:
    if named != year:
        raise DueError(f"写的是 {named} 年，不在 {year} 年内")
