"""A list that can be sorted, filtered and gone through by keyboard: AG Grid in the house's look and language."""

from __future__ import annotations

from typing import Any

from dash import html
from dash_ag_grid import AgGrid

from components.attr import attr

# Tokens, so that the theme on <html> colours the grid too. Dash evaluates this text by its own reader, not by eval.
THEME = """themeQuartz.withParams({
 backgroundColor: 'var(--surface)', foregroundColor: 'var(--ink)', accentColor: 'var(--accent)', borderColor: 'var(--line)',
 chromeBackgroundColor: 'var(--surface)', headerBackgroundColor: 'var(--surface)', headerTextColor: 'var(--ink-3)',
 oddRowBackgroundColor: 'var(--surface)', rowHoverColor: 'var(--hover)', selectedRowBackgroundColor: 'var(--selected)',
 menuBackgroundColor: 'var(--surface)', inputBackgroundColor: 'var(--bg)', fontFamily: 'inherit', fontSize: 13, headerFontSize: 12,
 headerFontWeight: 500, rowHeight: 36, headerHeight: 34, cellHorizontalPadding: 10, wrapperBorder: false, wrapperBorderRadius: 0,
 borderRadius: 4, focusShadow: 'none'
})"""
WORDS = {
    "noRowsToShow": "没有记录",
    "loadingOoo": "正在读取…",
    "loading": "正在读取…",
    "filterOoo": "筛选…",
    "contains": "包含",
    "notContains": "不包含",
    "equals": "等于",
    "notEqual": "不等于",
    "startsWith": "开头是",
    "endsWith": "结尾是",
    "blank": "为空",
    "notBlank": "不为空",
    "andCondition": "并且",
    "orCondition": "或者",
    "applyFilter": "应用",
    "resetFilter": "清除",
    "clearFilter": "清除",
    "ariaFilterColumn": "按 Ctrl 加回车打开筛选",
    "ariaSortableColumn": "按回车排序",
    "ariaLabelColumnFilter": "筛选",
    "ariaColumnFiltered": "已筛选",
    "ariaRowSelect": "按空格选中这一行",
    "ariaRowDeselect": "按空格取消选中",
    "ariaFilterInput": "筛选",
    "ariaFilteringOperator": "筛选方式",
    "ariaFilterValue": "筛选内容",
    "ariaSearch": "查找",
}


def column(field: str, header: str, **more: Any) -> dict[str, Any]:
    """A column; `flex` shares the width, `minWidth` keeps it readable."""
    return {"field": field, "headerName": header, "flex": 1, "minWidth": 96, **more}


def number(field: str, header: str, **more: Any) -> dict[str, Any]:
    """A column of numbers, at the right."""
    return column(field, header, **{"type": "rightAligned", **more})


def grid(name: str, columns: list[dict[str, Any]], label: str, *, key: str = "id", **more: Any) -> html.Div:
    """A list with the id `name`; rows are known by their field `key`; one can be chosen. `label` is what a screen reader calls it."""
    options = {
        "theme": {"function": THEME},
        "localeText": WORDS,
        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        "suppressCellFocus": False,
        "suppressMovableColumns": True,
        "suppressDragLeaveHidesColumns": True,
        "suppressMenuHide": False,
        "animateRows": False,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        **more.pop("options", {}),
    }
    listed = AgGrid(
        id=name,
        columnDefs=columns,
        defaultColDef={"sortable": True, "resizable": True, "filter": False, "suppressHeaderMenuButton": True, **more.pop("every", {})},
        dashGridOptions=options,
        className="grid",
        style={"height": None, "width": "100%"},
        **({"getRowId": f"params.data.{key}"} if key else {}),
        **more,
    )
    return html.Div(listed, className="list", role="region", **attr(aria_label=label))
