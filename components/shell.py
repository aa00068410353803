"""The frame around every page: navigation by groups, the account, the theme switch, signing out. Only pages that exist are linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.attr import attr

GROUPS = ("", "业务", "工程", "数据")
GATHERED = frozenset({"业务"})  # groups whose pages share one tab on a phone
TABS = ("总览", "业务", "工程", "预警", "月报")  # a phone's tabs, from the left; others follow while there is room for five


@dataclass(frozen=True)
class Link:
    """One page in the navigation.

    Pages declare `nav` (its name), `nav_group`, `order` and, where a phone calls it shorter, `nav_tab`; `nav_badge`: a number stands there.
    """

    name: str
    path: str
    group: str
    order: float
    tab: str = ""
    badge: bool = False


@dataclass(frozen=True)
class Account:
    """Who is signed in, as the frame shows it."""

    name: str
    role: str


def document(nonce: str) -> str:
    """The document every page stands in, as Dash fills it; `nonce` is the mark that each answer replaces by its own."""
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
{{%metas%}}
<title>{{%title%}}</title>
{{%favicon%}}
<script src="/assets/nonce.js" nonce="{nonce}"></script>
{{%css%}}
</head>
<body>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""


def links(pages: Iterable[Mapping[str, Any]], paths: Iterable[str]) -> list[Link]:
    """The registered pages that have a place in the navigation and whose address is among `paths`."""
    allowed = set(paths)
    found = [
        Link(
            page["nav"],
            page["path"],
            page.get("nav_group", ""),
            page.get("order") or 0,
            page.get("nav_tab", ""),
            page.get("nav_badge", False),
        )
        for page in pages
        if page.get("nav") and page["path"] in allowed
    ]
    return sorted(found, key=lambda link: (GROUPS.index(link.group), link.order))


def frame(shown: Iterable[Link], account: Account | None, content: Any) -> html.Div:
    """The whole screen: navigation at the left (at the foot on a phone), the page beside it."""
    shown = list(shown)
    return html.Div(
        [
            html.A("跳到正文", href="#content", className="skip"),
            html.Nav(
                [
                    html.Div(
                        [html.Span("汴", className="seal", **attr(aria_hidden="true")), html.Span(["开封民政", html.Br(), "领导驾驶舱"])],
                        className="brand",
                    ),
                    html.Div(_groups(shown), className="pages"),
                    *(_bar(shown) if len(shown) > 1 else []),
                    _account(account),
                ],
                className="nav",
                **attr(aria_label="主导航"),
            ),
            html.Main(content, id="content"),
            dcc.Store(id="shell-view"),
        ],
        id="shell",
        className="frame",
    )


def _groups(shown: list[Link]) -> list[Any]:
    out: list[Any] = []
    group = ""
    for link in shown:
        if link.group != group:
            group = link.group
            out.append(html.Div(group, className="g"))
        out.append(dcc.Link([link.name, *_badge(link)], href=link.path, className="page"))
    return out


def _badge(link: Link) -> list[html.B]:
    """The place for how much waits on a page, filled by that page's own callback."""
    return [html.B(id=f"shell-badge-{link.path.strip('/')}", className="badge")] if link.badge else []


def _bar(shown: list[Link]) -> list[html.Div | html.Details]:
    """What a phone has instead: five tabs at its foot at most; what finds no place there stands behind 更多 at the top."""
    tabs: dict[str, list[Link]] = {}
    for link in shown:
        tabs.setdefault(link.group if link.group in GATHERED else link.tab or link.name, []).append(link)
    named = [name for name in TABS if name in tabs]
    others = [name for name in tabs if name not in TABS]
    aside = others[len(TABS) - len(named) :]
    made: list[html.Div | html.Details] = [
        html.Div([_tab(name, tabs[name]) for name in [*named, *others] if name not in aside], className="tabs-of")
    ]
    if aside:
        made.append(_sheet("更多", [link for name in aside for link in tabs[name]], "gathered aside"))
    return made


def _tab(name: str, those: list[Link]) -> dcc.Link | html.Details:
    return (
        _sheet(name, those, "gathered") if len(those) > 1 else dcc.Link(those[0].tab or those[0].name, href=those[0].path, className="page")
    )


def _sheet(name: str, those: list[Link], looks: str) -> html.Details:
    pages = html.Div([dcc.Link(link.name, href=link.path, className="page") for link in those], className="pages-of")
    return html.Details([html.Summary(name), pages], className=looks)


def _account(account: Account | None) -> html.Div:
    theme = html.Button(
        [html.Span("深色", className="to-dark"), html.Span("浅色", className="to-light")],
        id="theme-switch",
        type="button",
        title="切换深色与浅色",
        **attr(aria_label="切换深色与浅色"),
    )
    if account is None:
        return html.Div(theme, className="me")
    leave = html.Form(html.Button("退出", type="submit", id="shell-sign-out"), action="/logout", method="post")
    return html.Div(
        [
            html.B(account.name),
            html.Span(account.role),
            html.Div([theme, html.A("会话", href="/sessions", id="shell-sessions"), leave], className="acts"),
        ],
        className="me",
    )
