"""The words of a ledger's cells: numbers, units, and texts that have to fit."""

from __future__ import annotations

import re
import unicodedata

from data.programmes.assigned import BUREAU, EVERY_COUNTY

BLANKS = frozenset({"", "/", "-", "—", "－", "无", "\\"})
_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(r"[0-9A-Za-z.\-]{1,12}")
_EVERY = re.compile(r"各(?:县\s*[、,，]?\s*区|县\(区\)|县（区）|区县|区\s*[、,，]\s*县)")
_LEAD = re.compile(r"^(?:责任|牵头|配合|主办|协办)(?:单位|科室|部门)[:：]")


def blank(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip() in BLANKS


def one_line(text: str) -> str:
    """A cell's lines as one; between latin words a space stays."""
    return re.sub(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])", " ", text).replace("\n", "").strip()


def number_of(text: str) -> str:
    """A ledger number as the plan keeps it: 1、１.、（一）、十二 → 1, 1, 1, 12; empty where it is none."""
    words = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text)).strip(".、,")
    if words and set(words) <= set(_DIGITS + "十") and len(words) <= 3:
        return _chinese(words)
    return words if _NUMBER.fullmatch(words) else ""


def _chinese(words: str) -> str:
    tens, ten, ones = words.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return ""
    value = (_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    return str(value + (_DIGITS.index(ones) if ones else 0))


def units_of(text: str) -> tuple[str, ...]:
    """The units that a cell names, one a line or between 、 , ; and spaces; 各县（区） in its ways of writing is 各县区民政局."""
    whole = _EVERY.sub(EVERY_COUNTY, text)
    found = (_LEAD.sub("", part).strip() for part in re.split(r"[\n、,，;；\s]+", whole))
    named = (f"{EVERY_COUNTY}{BUREAU}" if part == EVERY_COUNTY else part for part in found if part and not re.fullmatch(r".*[:：]", part))
    return tuple(dict.fromkeys(named))


def fitted(text: str, most: int) -> tuple[str, str]:
    """A text of at most so many characters, cut behind a sentence or clause where there is one, and the rest."""
    if len(text) <= most:
        return text, ""
    cut = max(text.rfind(sign, 0, most) for sign in "。；;，") + 1
    cut = cut if cut > most // 4 else most
    return text[:cut].strip(), text[cut:].strip()
