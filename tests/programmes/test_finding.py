"""The title of a programme never contradicts its ledger: every task is counted once, and the others are what the sentence says."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.programmes.finding import WORDS, ledger_finding
from data.programmes.form import Task
from data.programmes.light import WORST, Light
from data.programmes.line import Line


def line(light: Light) -> Line:
    task = Task.model_validate({"no": 1, "title": "任务", "due": "2023-10"}, context={"year": 2023})
    return Line("elderly", task, date(2023, 10, 31), None, 50, 60, light, None, False, ())


def title(*lights: Light) -> str:
    return ledger_finding("养老服务", [line(light) for light in lights]).title


def test_sentences_by_rule() -> None:
    some: list[Light] = ["overdue", *["behind"] * 4, *["on_track"] * 11]  # type: ignore[list-item]
    assert title(*some) == "养老服务 16 项任务：1 项逾期、4 项滞后，其余正常"
    assert title("on_track", "met") == "养老服务 2 项任务：1 项完成，其余正常"
    assert title("met", "met") == "养老服务 2 项任务全部完成"
    assert title("behind") == "养老服务 1 项任务滞后"
    assert title("overdue", "missing") == "养老服务 2 项任务：1 项逾期、1 项未报"
    assert title("due_soon", "met", "none") == "养老服务 3 项任务：1 项临期、1 项暂无进度，其余完成"
    assert title() == "养老服务"


@given(st.lists(st.sampled_from(WORST), min_size=1, max_size=30))
def test_every_task_is_counted_once_and_the_others_are_what_is_said(lights: list[Light]) -> None:
    counts = Counter(WORDS[light] for light in lights)
    said = title(*lights)
    assert re.match(r"养老服务 (\d+) 项任务", said)[1] == str(len(lights))  # type: ignore[index]
    told = {word: int(many) for many, word in re.findall(r"(\d+) 项(?!任务)([^、，]+)", said)}
    rest = re.search(r"，其余(.+)$", said)
    if "：" not in said:
        assert set(counts) == {re.sub(r"^.*任务(全部)?", "", said)}
    elif rest:
        assert counts == {**told, rest[1]: len(lights) - sum(told.values())}
    else:
        assert counts == told
