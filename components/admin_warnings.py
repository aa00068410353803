"""The part 预警规则 of the administration: each rule with what may be set of it, within its limits, who set it last, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.attr import attr
from components.form import button
from components.severity import severity
from components.tick import tick, ticks
from data.warnings.rule import Parameter, Rule

SWITCHED = "admin-rules-on"  # the store of the rules that are on


@dataclass(frozen=True)
class Standing:
    """One rule as it is set: on or off, its parameters' values, and in words who changed what last."""

    rule: Rule
    enabled: bool
    given: Mapping[str, int]
    changed: str


def rules() -> list[Any]:
    """The empty part; callbacks fill the table."""
    return [
        html.Section(
            [
                html.H2("预警规则"),
                html.P("停用的规则不再发现；参数只能在限度内改。保存后，下一次运行按新值判断。", className="sub"),
                html.Div(id="admin-rules"),
                html.Div(button("admin-rules-save", "保存", main=True), className="acts"),
                html.Div(id="admin-rules-said", **attr(aria_live="polite")),
            ],
            className="pan",
        )
    ]


def rules_table(found: Sequence[Standing]) -> Any:
    """A row each, by section."""
    if not found:
        return html.P("没有规则。", className="empty")
    heads = ("规则", "程度", "责任科室", "启用", "参数", "最近改动")
    rows = [_row(one) for one in found]
    return html.Table(
        [html.Caption("预警规则"), html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])), html.Tbody(rows)],
        className="t rules",
        **ticks(SWITCHED),
    )


def _row(one: Standing) -> html.Tr:
    rule = one.rule
    enabled = tick(rule.id, f"启用{rule.name}", on=one.enabled)
    fields = [_field(rule, parameter, one.given[parameter.name]) for parameter in rule.parameters]
    cells = [
        html.Th([rule.name, html.Details([html.Summary("说明"), html.P(rule.why), html.P(rule.action)])], scope="row"),
        html.Td(severity(rule.severity)),
        html.Td(rule.section),
        html.Td(enabled),
        html.Td(fields or "—"),
        html.Td(one.changed or "未改过"),
    ]
    return html.Tr(cells, **attr(data_rule=rule.id))


def _field(rule: Rule, parameter: Parameter, value: int) -> html.Label:
    limits = f"{parameter.least:,}–{parameter.most:,} {parameter.unit}"
    control = dcc.Input(
        id={"type": "admin-rule-set", "rule": rule.id, "parameter": parameter.name},
        type="text",
        inputMode="numeric",
        value=str(value),
        maxLength=9,
        autoComplete="off",
        className="text short",
    )
    return html.Label([html.Span(parameter.title), control, html.Small(limits)], className="set-one")
