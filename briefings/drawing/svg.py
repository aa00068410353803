"""The few shapes the pictures are made of, as SVG text. Lengths are points; y downwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from briefings.drawing.palette import colour

SANS = "Noto Sans SC"
WIDTH = 442.0  # of a picture as wide as the text: 156 mm
SMALL, TEXT = 9.0, 10.5


@dataclass(frozen=True)
class Drawing:
    """A finished picture. `width` and `height` in points."""

    width: float
    height: float
    body: str

    @property
    def svg(self) -> str:
        size = f'width="{self.width:g}pt" height="{self.height:g}pt" viewBox="0 0 {self.width:g} {self.height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{self.body}</svg>'


def drawing(width: float, height: float, shapes: Iterable[str]) -> Drawing:
    return Drawing(round(width, 1), round(height, 1), "".join(shapes))


def text(
    x: float, y: float, words: str, *, size: float = SMALL, fill: str = "ink", anchor: str = "start", bold: bool = False, halo: str = ""
) -> str:
    """Words with their baseline at y. The fonts have one weight: bold is a stroke around the letters; halo: a ground they lie on."""
    shown = f'font-family="{SANS}" font-size="{size:g}" text-anchor="{anchor}"'
    inside = escape(words)
    at = f'x="{x:.1f}" y="{y:.1f}"'
    round_them = f'fill="none" stroke="{halo}" stroke-width="{size * 0.25:.2f}" stroke-linejoin="round"'
    under = f"<text {at} {shown} {round_them}>{inside}</text>" if halo else ""
    stroke = f' stroke="{colour(fill)}" stroke-width="{size * 0.025:.2f}"' if bold else ""
    return f'{under}<text {at} {shown} fill="{colour(fill)}"{stroke}>{inside}</text>'


def stroke(x0: float, y0: float, x1: float, y1: float, *, of: str = "axis", width: float = 0.75, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {ends} stroke="{colour(of)}" stroke-width="{width:g}"{dashed}/>'


def box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{colour(fill)}"/>'


def course(points: Iterable[tuple[float, float]], *, of: str, width: float, dash: str = "") -> str:
    """A line through points."""
    dashed = f' stroke-dasharray="{dash}" stroke-linecap="round"' if dash else ""
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="{colour(of)}" stroke-width="{width:g}" stroke-linejoin="round"{dashed}/>'


def disc(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour(fill)}"/>'


def wide(words: str, size: float = SMALL) -> float:
    """About how wide the words are."""
    return size * sum(0.56 if ord(letter) < 0x2000 else 1.0 for letter in words)


def cut(words: str, room: float, size: float = SMALL) -> str:
    """The words, or their beginning and `…` where there is no room for more."""
    while words and wide(words, size) > room:
        words = words.removesuffix("…")[:-1] + "…" if len(words.removesuffix("…")) > 1 else ""
    return words
