"""Papers as PDF by Typst: fonts from a package and embedded, nothing of the machine's, nothing from outside. Texts travel as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

FOLDER = Path(__file__).with_name("templates")


def typeset(template: str, said: dict[str, Any]) -> bytes:
    """The PDF of `templates/<template>.typ`, which reads `said` from its input. No open 仿宋 is at hand: the text is set in 宋体."""
    return typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=[Path(fonts.serif_path()).parent],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
    )
