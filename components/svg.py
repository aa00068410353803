"""SVG as text, made where it is sent: sharp at any size, nothing to be drawn again by a script. Every text and value is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Drawing(str):
    """Markup that is whole and escaped: only `element` makes it, and `components.drawn` passes it on as it is."""

    __slots__ = ()


def element(tag: str, *content: str | Iterable[Drawing], **attributes: str | float | None) -> Drawing:
    """`element("path", d="M0,0", class_="k3")`: a name's `_` is written `-`, a last one left out; None leaves an attribute out.

    content  drawings as they are, other texts escaped
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"' for name, value in attributes.items() if value is not None
    )
    inside = "".join(_inside(one) for one in content)
    return Drawing(f"<{tag}{given}>{inside}</{tag}>" if inside else f"<{tag}{given}/>")


def _inside(one: str | Iterable[Drawing]) -> str:
    if isinstance(one, Drawing):
        return one
    return escape(one) if isinstance(one, str) else "".join(one)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def drawing(width: float, height: float, *content: str | Iterable[Drawing], label: str, class_: str) -> Drawing:
    """A whole picture, `width` × `height` units of the wall (a pixel each on 1080 lines), with the words that tell of it."""
    return element(
        "svg",
        *content,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        preserveAspectRatio="xMinYMid",
        class_=class_,
        role="img",
        aria_label=label,
    )


def through(points: Iterable[tuple[float, float]]) -> str:
    """The path through points."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
