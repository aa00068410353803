"""The title of a programme's page as a sentence by rule: how many tasks, how many of each light, and what the others are.

Every task is counted in exactly one part of the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.indicators.findings.finding import Finding, Rule, Told, first
from data.programmes.light import Light
from data.programmes.line import Line

WORDS: dict[Light, str] = {
    "overdue": "逾期",
    "missing": "未报",
    "behind": "滞后",
    "due_soon": "临期",
    "on_track": "正常",
    "met": "完成",
    "none": "暂无进度",
}
EXCEPTIONS: tuple[Light, ...] = ("overdue", "missing", "behind", "due_soon")
CALM: tuple[Light, ...] = ("on_track", "met", "none")  # the first that is there is what “the others” are


def ledger_finding(name: str, lines: Sequence[Line], lede: str = "") -> Finding:
    """`养老服务 16 项任务：1 项逾期、4 项滞后，其余正常`; of no task the name alone."""
    return first(RULES, (name, tuple(line.light for line in lines)), name, lede)


Subject = tuple[str, tuple[Light, ...]]


def _one_light(subject: Subject) -> Told | None:
    name, lights = subject
    if len(set(lights)) != 1:
        return None
    all_of_them = "全部" if len(lights) > 1 else ""
    return Told((), {"name": name, "total": len(lights), "all": all_of_them, "word": WORDS[lights[0]]})


def _all_exceptions(subject: Subject) -> Told | None:
    name, lights = subject
    counts = Counter(lights)
    if not lights or any(counts[light] for light in CALM):
        return None
    return Told((), {"name": name, "total": len(lights), "parts": _parts(counts, EXCEPTIONS)})


def _the_others(subject: Subject) -> Told | None:
    name, lights = subject
    if not lights:
        return None
    counts = Counter(lights)
    rest = next(light for light in CALM if counts[light])
    told = [light for light in (*EXCEPTIONS, *CALM) if light != rest]
    return Told((), {"name": name, "total": len(lights), "parts": _parts(counts, told), "rest": WORDS[rest]})


def _parts(counts: Counter[Light], lights: Sequence[Light]) -> str:
    return "、".join(f"{counts[light]} 项{WORDS[light]}" for light in lights if counts[light])


RULES: tuple[Rule[Subject], ...] = (
    Rule("one light", "{name} {total} 项任务{all}{word}", _one_light),
    Rule("exceptions only", "{name} {total} 项任务：{parts}", _all_exceptions),
    Rule("the others", "{name} {total} 项任务：{parts}，其余{rest}", _the_others),
)
