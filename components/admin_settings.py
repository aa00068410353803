"""The part 设置 of the administration: what the server runs with, to read; and the targets that an administrator enters each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import button

MEANINGS = {
    "database_url": "共享库",
    "secret_key": "会话和审计日志的密钥",
    "citizen_key": "身份证号摘要的密钥",
    "redis_url": "共用缓存",
    "cockpit_today": "固定的“今天”",
    "suppress_below": "小于此数的人数不显示",
    "session_idle_minutes": "会话闲置多少分钟失效",
    "password_profile": "密码规则",
    "letter_templates": "本局函件模板的目录",
    "map_approval_number": "审图号",
    "attachments_dir": "月报附件的目录",
    "host": "监听地址",
    "port": "监听端口",
    "oidc_issuer": "单点登录：身份平台的地址",
    "oidc_client_id": "单点登录：客户端名",
    "oidc_client_secret": "单点登录：客户端密钥",
    "oidc_scopes": "单点登录：要的范围",
    "oidc_groups_claim": "单点登录：令牌里的组",
    "oidc_name_claim": "单点登录：令牌里的用户名",
    "oidc_roles": "单点登录：组与角色的对应",
}


@dataclass(frozen=True)
class Goal:
    """One target to be entered: of a year and an indicator; `value` as it stands, empty where none is."""

    year: int
    indicator: str
    title: str
    above: str
    unit: str
    value: str


def settings() -> list[Any]:
    """The empty part; callbacks fill both tables."""
    return [
        html.Section(
            [
                html.H2("由管理员录入的目标"),
                html.P("计划没有写明数值的目标；清空即撤回。保存后各页立即按新值判断。", className="sub"),
                html.Div(id="admin-goals"),
                html.Div(button("admin-goals-save", "保存", main=True), className="acts"),
                html.Div(id="admin-goals-said", **attr(aria_live="polite")),
            ],
            className="pan",
        ),
        html.Section(
            [
                html.H2("运行设置"),
                html.P("写在环境变量或 .env 里，改后重启生效；密钥和连接串不在此显示。", className="sub"),
                html.Div(id="admin-settings"),
            ],
            className="pan",
        ),
    ]


def goals(found: Sequence[Goal]) -> html.Table | html.P:
    """The table of targets, a field in each row."""
    if not found:
        return html.P("没有须录入的目标。", className="empty")
    rows = [
        html.Tr(
            [
                html.Th(str(goal.year), scope="row"),
                html.Td(goal.title),
                html.Td(goal.above),
                html.Td([_value(goal), html.Span(goal.unit, className="unit")]),
            ]
        )
        for goal in found
    ]
    head = html.Tr([html.Th(words, scope="col") for words in ("年度", "指标", "高于", "数值")])
    return html.Table([html.Caption("由管理员录入的目标"), html.Thead(head), html.Tbody(rows)], className="t")


def _value(goal: Goal) -> dcc.Input:
    name = {"type": "admin-goal", "year": goal.year, "indicator": goal.indicator}
    return dcc.Input(
        id=name, type="text", inputMode="numeric", value=goal.value, maxLength=20, autoComplete="off", className="text short",
        placeholder="未录入",
    )  # fmt: skip


def running(shown: Sequence[tuple[str, str]]) -> html.Table:
    """Settings by name with what may be shown of each."""
    rows = [
        html.Tr([html.Th(html.Code(name.upper()), scope="row"), html.Td(MEANINGS.get(name, "")), html.Td(value)]) for name, value in shown
    ]
    head = html.Tr([html.Th(words, scope="col") for words in ("名称", "含义", "现值")])
    return html.Table([html.Caption("运行设置"), html.Thead(head), html.Tbody(rows)], className="t")
