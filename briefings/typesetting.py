"""Papers as PDF by Typst: fonts from a package and embedded, nothing of the machine's, nothing from outside. Texts travel as data."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

FOLDER = Path(__file__).with_name("templates")
KEPT = 16  # pictures
DENSITY = 200  # pixels an inch of a picture in a Word paper or on a slide


def typeset(template: str, said: dict[str, Any]) -> bytes:
    """The PDF of `templates/<template>.typ`, which reads `said` from its input. No open 仿宋 is at hand: the text is set in 宋体."""
    made: bytes = _compiled(template, said, format="pdf")
    return made


_drawn: OrderedDict[str, bytes] = OrderedDict()


def pixels(pictures: Sequence[str]) -> list[bytes]:
    """SVG texts as PNG, in one run, since a run begins with reading the fonts; the last ones are kept for the next form of a paper."""
    new = [one for one in dict.fromkeys(pictures) if one not in _drawn]
    if new:
        made = _compiled("pictures", {"pictures": new}, format="png", ppi=DENSITY)
        found = dict(zip(new, [made] if isinstance(made, bytes) else made, strict=True))
    else:
        found = {}
    out = [found[one] if one in found else _drawn[one] for one in pictures]
    _drawn.update(found)
    while len(_drawn) > KEPT:
        _drawn.popitem(last=False)
    return out


def _compiled(template: str, said: dict[str, Any], **form: Any) -> Any:
    return typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=[Path(fonts.serif_path()).parent],
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        **form,
    )
