"""The light colours of `assets/tokens.css`, which stays the only place that names one."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from data.settings import ROOT

PAPER: Final = {"--surface": "#FFFFFF", "--ink": "#000000"}  # on paper ink is black, as tokens.css says for print


@cache
def _tokens() -> dict[str, str]:
    text = (ROOT / "assets" / "tokens.css").read_text(encoding="utf-8")
    light = text[text.index("[data-theme=light]") : text.index("[data-theme=dark]{")]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9A-Fa-f]{6})", light)) | PAPER


def colour(token: str) -> str:
    """`#RRGGBB` of a token without its dashes, `seq-1`. Raises KeyError for one there is not."""
    return _tokens()[f"--{token}"]
