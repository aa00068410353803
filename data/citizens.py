"""Citizen numbers (GB 11643): checked, then kept only as a keyed hash; masked wherever a person's text is repeated."""

from __future__ import annotations

import hmac
import re
from datetime import date

from data.clock import calendar_today

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_EMBEDDED = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LIKE_ONE = re.compile(r"(?:\d[\s\-\u200b]{0,2}){17,}[\dXxＸｘ]")  # \d: digits of any width
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
SHOWN = 6  # the county's digits tell nobody's name


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def check_character(digits: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def wrong(number: str, today: date) -> str:
    """What is wrong with a number (half-width, upper-case) as a living person's, in Chinese; empty if nothing is."""
    if not _FORM.fullmatch(number):
        return "不是身份证号；应为 17 位数字加 1 位校验码（数字或 X）"
    born = _born(number)
    if born is None or born.year < 1900 or born > today:
        return "身份证号中的出生日期不对；请核对"
    if check_character(number[:17]) != number[17]:
        return "身份证号的校验码不对；请核对"
    return ""


def is_citizen_number(text: str) -> bool:
    """Whether the text is one whole, valid citizen number."""
    return not wrong(text.upper(), calendar_today())


def holds_citizen_number(text: str) -> bool:
    """Whether a valid citizen number stands somewhere in the text (half-width), also with spaces between its digits.

    Hyphens between digits are not looked through: 410221-20230615-0012 is a common form of a business number.
    """
    return any(is_citizen_number(found) for form in (text, "".join(text.split())) for found in _EMBEDDED.findall(form))


def digest(number: str, key: bytes) -> str:
    """HMAC-SHA-256 of a citizen number with an upper-case check character."""
    return hmac.digest(key, number.encode(), "sha256").hex()


def mask(text: str) -> str:
    """The text with everything like a citizen number starred out after its first six digits; its length stays."""
    return _LIKE_ONE.sub(lambda found: found[0][:SHOWN] + "*" * (len(found[0]) - SHOWN), text)


def mask_all(text: str) -> str:
    """What may be shown of a value in the citizen column, also when it is malformed: its first six characters."""
    return text[:SHOWN] + "*" * (len(text) - SHOWN)
