"""The words a playlist is written in: the scenes there are, which of them have a map that can show another indicator.

How a scene is drawn is declared beside the page (`pages.wall.scenes`); a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping

COUNTY = "county:"  # before a county's code: its own scene
LAGGING = "counties"  # one scene for each county that lags, chosen by the ledger when the wall asks
SCENES: dict[str, str] = {
    "overview": "全市总览",
    "elderly": "养老服务",
    "children": "未成年人",
    "funeral": "殡葬服务",
    "civic": "基层治理 社会事务",
    "programmes": "六大工程",
    "warnings": "预警",
    LAGGING: "滞后县区（逐个）",
}
MAPS = frozenset({"overview", "children", "funeral"})  # their map may show any indicator


def known(counties: Mapping[str, str]) -> dict[str, str]:
    """Every scene that can be named, with its title; `counties` by code."""
    return {**SCENES, **{f"{COUNTY}{code}": name for code, name in counties.items()}}
