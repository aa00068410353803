"""`POST /admin/plan`: a year's plan as a YAML or Word file, read and handed back to the page as a candidate. Nothing is stored here."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import flask
from flask import request

from access import session
from access.doors import MIB, route_for
from data.programmes.changes import fingerprint
from data.programmes.plan_file import PlanError, read_plan_file
from data.programmes.word_plan import Candidate, head_of, read_word_plan, standing_of

LARGEST = 10 * MIB
WORD, YAML = (".docx",), (".yaml", ".yml")


@route_for(frozenset({"admin"}), largest=LARGEST + 4096)
def plan_file() -> flask.Response:
    """The file is the body; `name`, and for a Word file `year`, `document` and `issued_on`, stand in the address.

    200 with the plan, its doubts and what the stored plan was recognised by; 422 with every problem.
    """
    name = Path(request.args.get("name", "")).name[:200]
    try:
        found, base = _read(name, request.get_data(cache=False))
    except PlanError as error:
        answer = flask.jsonify({"name": name, "problems": error.problems})
        answer.status_code = 422
        return answer
    plan = found.plan.model_dump(mode="json", exclude={"programmes": {"__all__": {"task_defaults"}}})
    for target in plan["targets"]:
        target["value"] = target["value"] and float(target["value"])
    doubts = [[one.place, one.says, one.taken, one.why] for one in found.doubts]
    return flask.jsonify({"name": name, "plan": plan, "doubts": doubts, "base": base})


def _read(name: str, content: bytes) -> tuple[Candidate, str]:
    kind = Path(name).suffix.lower()
    if kind not in (*WORD, *YAML):
        raise PlanError([f"{name or '文件'}：只收 .yaml 和 .docx"])
    with tempfile.TemporaryDirectory() as folder, session.database().reading() as connection:
        path = Path(folder) / f"计划{kind}"
        path.write_bytes(content)
        if kind in YAML:
            found = Candidate(read_plan_file(path))
        else:
            given = _head()
            standing = standing_of(connection, given["year"])
            found = read_word_plan(path, head_of(given, standing), standing)
        return found, fingerprint(connection, found.plan.plan.year)


def _head() -> dict[str, Any]:
    year, issued = request.args.get("year", ""), request.args.get("issued_on", "").strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise PlanError(["计划年度：应为四位年份，如 2024"])
    try:
        day = date.fromisoformat(issued) if issued else None
    except ValueError:
        raise PlanError([f"印发日期“{issued[:20]}”：应写成 2024-02-10 的样子"]) from None
    return {"year": int(year), "document": request.args.get("document", "").strip(), "issued_on": day}
