"""Which programme a ledger is of: the heading above its table, or the line across its top."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS = {
    "relief": ("社会救助",),
    "elderly": ("养老服务", "养老"),
    "governance": ("基层治理", "社区治理"),
    "funeral": ("殡葬",),
    "children": ("未成年人",),
    "smart": ("智慧民政",),
}
LONGEST = 80  # characters of a heading
_HEADINGS = ("工作台账", "台账", "工程")
_NAME = re.compile(r"(?:\d{4}年)?(?:度)?([“”\w（）()]{2,60}?工程)")


def programme_of(headings: Sequence[str]) -> tuple[str, str]:
    """The id of the programme that the headings name, and the heading; both empty where none does or one names several.

    The nearest to the table counts, one that speaks of a ledger before one that only names a programme.
    """
    lines = [line for text in reversed(headings) for line in reversed(text.split("\n")) if len(line.strip()) <= LONGEST]
    for word in _HEADINGS:
        for line in lines:
            if word not in line:
                continue
            named = [name for name, words in WORDS.items() if any(one in line for one in words)]
            if len(named) == 1:
                return named[0], line.strip()
            if named:
                return "", line.strip()
    return "", ""


def title_of(heading: str) -> str:
    """The programme's name as a heading has it (2024年养老服务提升工程工作台账 → 养老服务提升工程); empty where it names none."""
    line = re.sub(r"^(?:附件[:：\d]*)?(?:关于)?(?:开封市民政局)?", "", heading.strip())
    found = _NAME.match(line)
    return found[1] if found else ""
