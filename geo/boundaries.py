"""Which boundary files are in force: the bureau's own in `var/geo/` where it has handed one in, else the one shipped here.

A file is known by its path and its stamp, so that whoever keeps shapes made of it sees at once that another has taken its place.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["county", "township"]
HERE = Path(__file__).parent
FOLDER = HERE.parent / "var" / "geo"
SHIPPED: dict[Kind, Path] = {"county": HERE / "counties.geojson", "township": HERE / "townships_schematic.geojson"}


@dataclass(frozen=True)
class Source:
    """A boundary file as it stood when it was looked at. own: the bureau's, not the shipped one."""

    path: Path
    stamp: int
    own: bool


def own_file(kind: Kind) -> Path:
    """Where the bureau's own file of that level lies, if there is one."""
    return FOLDER / f"{kind}.geojson"


def in_force(kind: Kind) -> Source:
    """The file that counts now: asked anew with every use, so that a running server follows a change."""
    own = own_file(kind)
    try:
        return Source(own, own.stat().st_mtime_ns, True)
    except OSError:
        return Source(SHIPPED[kind], SHIPPED[kind].stat().st_mtime_ns, False)


def stamps() -> tuple[int, ...]:
    """What changes whenever one of the files does: part of the key of everything made of shapes."""
    return tuple(in_force(kind).stamp for kind in SHIPPED)


def put(kind: Kind, collection: dict[str, Any]) -> Path:
    """Put a whole file in force at one stroke: until then, and if the process dies on the way, the one before counts."""
    FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=FOLDER, prefix=f".{kind}-", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(collection, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(own_file(kind))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return own_file(kind)


def reset(kind: Kind) -> bool:
    """Go back to the shipped file; False where it was in force already."""
    try:
        own_file(kind).unlink()
    except FileNotFoundError:
        return False
    return True
