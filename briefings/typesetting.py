"""Papers as PDF by Typst: fonts from a package and embedded, nothing of the machine's, nothing from outside. Texts travel as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

FOLDER = Path(__file__).with_name("templates")
DENSITY = 200  # pixels an inch of a picture in a Word paper or on a slide


def typeset(template: str, said: dict[str, Any]) -> bytes:
    """The PDF of `templates/<template>.typ`, which reads `said` from its input. No open 仿宋 is at hand: the text is set in 宋体."""
    made: bytes = _compiled(template, said, format="pdf")
    return made


def pixels(pictures: Sequence[str]) -> list[bytes]:
    """SVG texts as PNG, in one run, since a run begins with reading the fonts."""
    if not pictures:
        return []
    made = _compiled("pictures", {"pictures": list(pictures)}, format="png", ppi=DENSITY)
    return [made] if isinstance(made, bytes) else list(made)


def _compiled(template: str, said: dict[str, Any], **form: Any) -> Any:
    return typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=[Path(fonts.serif_path()).parent],
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        **form,
    )
