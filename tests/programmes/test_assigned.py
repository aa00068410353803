"""Whose a task is, by the names the plan gives."""

from __future__ import annotations

from access.scope import Scope
from data.programmes.assigned import files, sections_of
from data.programmes.plan_file import read_plan_file
from geo.regions import CITY
from tests.programmes.test_plan import PLAN


def test_a_section_is_the_same_however_the_plan_shortens_it() -> None:
    """基层治理任务 2 writes 慈善社工科 for the section that the other programmes write out."""
    programme = next(one for one in read_plan_file(PLAN).programmes if one.id == "governance")
    task = next(one for one in programme.tasks if one.no == "2")
    assert "慈善社工科" in task.units
    assert sections_of(task) == ("基层政权建设和社区治理科", "行政审批科", "慈善事业促进和社会工作科")
    assert files(Scope("chief", section="慈善事业促进和社会工作科"), programme, task, CITY)
    assert not files(Scope("chief", section="养老服务科"), programme, task, CITY)
