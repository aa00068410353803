"""A Word document's ledgers as a year's plan: a candidate to be looked at, with every reading that was taken as a doubt.

What the ledgers do not say is kept from the plan as it stands: other programmes, phases, milestones, linked indicators, weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy.engine import Connection

from data.programmes.form import Head, Plan, Programme, Task
from data.programmes.plan import plan_years, read_plan
from data.programmes.plan_file import PlanError, problems_of
from data.programmes.word.doubt import Doubt, Findings, WordError, shortened
from data.programmes.word.ledgers import PROGRAMMES, Ledger, numbered, read_ledgers
from data.programmes.word.naming import title_of
from data.programmes.word.rows import TEXT, Line
from data.programmes.word.table import read_document
from data.programmes.word.wording import fitted

DEFAULT_UNITS = "各县区民政局"
_SECTION_ENDS = ("科", "室", "处", "中心")


@dataclass(frozen=True)
class Standing:
    """What is stored already: the plan of the year itself, and the latest before it."""

    own: Plan | None = None
    before: Plan | None = None

    def programme(self, plan: Plan | None, name: str) -> Programme | None:
        return next((one for one in plan.programmes if one.id == name), None) if plan else None


@dataclass(frozen=True)
class Candidate:
    """A plan that could be taken, and the doubts about it in the document's order."""

    plan: Plan
    doubts: tuple[Doubt, ...] = field(default=())


def standing_of(connection: Connection, year: int) -> Standing:
    """The stored plan of a year and the latest before it."""
    before = [one for one in plan_years(connection) if one < year]
    return Standing(read_plan(connection, year), read_plan(connection, before[-1]) if before else None)


def head_of(given: dict[str, Any], standing: Standing) -> Head:
    """The document behind a plan: what is given, else as stored for the year; the bureau and the weights as they were.

    Raises PlanError.
    """
    known = standing.own or standing.before
    stored = standing.own.plan.model_dump() if standing.own else {}
    words = {**stored, **{key: value for key, value in given.items() if value}}
    words.setdefault("bureau", known.plan.bureau if known else "开封市民政局")
    try:
        return Head.model_validate(words)
    except ValidationError as error:
        raise PlanError(problems_of(error, words)) from None


def read_word_plan(path: Path, head: Head, standing: Standing, tables: Mapping[int, str] | None = None) -> Candidate:
    """The plan of a docx file's ledger tables. `tables`: programmes of tables by number, where their headings don't say.

    Raises PlanError with every place that could not be read.
    """
    try:
        document = read_document(path)
    except WordError as error:
        raise PlanError([f"{path.name}：{error}"]) from None
    findings = Findings([], [])
    wrong = [
        f"第 {number} 个表格：没有 {name} 这一工程；可用：{'、'.join(PROGRAMMES)}"
        for number, name in (tables or {}).items()
        if name not in PROGRAMMES
    ]
    ledgers = read_ledgers(document, head.year, tables or {}, findings) if not wrong else []
    read = {ledger.programme: _programme(ledger, standing, findings) for ledger in ledgers}
    if not read and not findings.problems and not wrong:
        wrong.append(f"{path.name}：没有找到台账表格；表头应有序号、工作目标、具体措施、时间节点这样的列")
    if findings.problems or wrong:
        raise PlanError([*wrong, *findings.problems])
    kept = [one.model_dump() for one in standing.own.programmes] if standing.own else []
    programmes = [read.pop(one["id"], one) for one in kept] + list(read.values())
    given = {"plan": head.model_dump(), "programmes": programmes}
    try:
        return Candidate(Plan.model_validate(given, context={"year": head.year}), tuple(findings.doubts))
    except ValidationError as error:
        raise PlanError(problems_of(error, given)) from None


def _programme(ledger: Ledger, standing: Standing, findings: Findings) -> dict[str, Any]:
    own, before = (standing.programme(plan, ledger.programme) for plan in (standing.own, standing.before))
    known = own or before
    name = title_of(ledger.heading) or (known.name if known else ledger.programme)
    if own and name != own.name:
        findings.doubt(ledger.heading, name, f"仍用 {own.name}", "与库中工程名称不同")
        name = own.name
    owner = _owner(ledger, known, findings)
    if own is None:
        findings.doubt(name, "阶段、节点、工作思路", "空着", "台账里没有；采用后可以补上")
    tasks = _tasks(ledger, name, owner, own, before, findings)
    base: dict[str, Any] = own.model_dump() if own else {"return_day": before.return_day if before else 20}
    numbers = {task["no"] for task in tasks}
    stones = base.get("milestones", ())
    for stone in stones:
        if stone["task"] and stone["task"] not in numbers:
            findings.doubt(name, f"节点“{stone['title']}”属于任务 {stone['task']}", "不再属于任何任务", "台账里没有这一任务了")
            stone["task"] = ""
    return {**base, "id": ledger.programme, "name": name, "owner": owner, "tasks": tasks}


def _owner(ledger: Ledger, known: Programme | None, findings: Findings) -> str:
    if known:
        return known.owner
    named = Counter(unit for line in ledger.lines for unit in line.units or () if unit.endswith(_SECTION_ENDS))
    if not named:
        findings.problem(ledger.heading, "看不出责任科室：台账没有责任单位，库里也没有这一工程")
        return ""
    owner = named.most_common(1)[0][0]
    findings.doubt(ledger.heading, "、".join(named), f"责任科室 {owner}", "取台账里最多的科室")
    return owner


def _tasks(
    ledger: Ledger, name: str, owner: str, own: Programme | None, before: Programme | None, findings: Findings
) -> list[dict[str, Any]]:
    usual = _usual_units(own or before, owner)
    mine = {task.no: task for task in own.tasks} if own else {}
    last = {task.title: task for task in before.tasks} if before else {}
    out = []
    for number, line in zip(numbered(ledger.lines, findings), ledger.lines, strict=True):
        units = line.units
        if units is None:
            units = usual
            findings.doubt(
                line.place, "没有责任单位", "、".join(units), "按库中这一工程的责任单位" if own or before else "按责任科室和各县区"
            )
        task = {"no": number, "group": line.group, "title": line.title, "due": line.due, "units": list(units), "source": f"台账{number}"}
        task["note"] = fitted("；".join(line.notes), TEXT)[0]
        out.append({**task, **_kept(line, mine.get(number), last.get(line.title), findings)})
    return out


def _kept(line: Line, mine: Task | None, last: Task | None, findings: Findings) -> dict[str, Any]:
    """What a ledger does not say of a task and the stored plan does.

    Of the same number: indicators, weight, what the text says of the date, the note. Of last year's title: indicators and weight.
    """
    found = mine or last
    if found is None:
        return {}
    out: dict[str, Any] = {"indicators": list(found.indicators), "weight": found.weight}
    words = f"关联指标沿用：{'、'.join(found.indicators) or '无'}，权重 {found.weight}"
    if mine is None:
        if found.indicators or found.weight != 1:
            findings.doubt(line.place, line.title, words, "上年计划里的同名任务")
        return out
    if mine.title != line.title:
        findings.doubt(line.place, f"{shortened(mine.title, 28)} 改为 {shortened(line.title, 28)}", words, "库中同一序号的任务，名称不同")
    if mine.due == line.due:
        out |= {"due_from": mine.due_from, "other_due": mine.other_due}
    elif mine.other_due:
        findings.doubt(line.place, f"正文与台账时限不同（另一处为 {mine.other_due}）", "不再标注", f"台账时限由 {mine.due} 改为 {line.due}")
    if mine.note and mine.due == line.due:
        out["note"] = mine.note
    return out


def _usual_units(known: Programme | None, owner: str) -> tuple[str, ...]:
    named = Counter(task.units for task in known.tasks if task.units) if known else Counter()
    return named.most_common(1)[0][0] if named else (owner, DEFAULT_UNITS)
