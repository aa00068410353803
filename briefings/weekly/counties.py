"""各县区: one table and a map of the city's paper, one short block for each county; of a county's own paper its townships."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from briefings.document import Area, MapPicture, Part, Table
from briefings.figures import Cell as Printed
from briefings.weekly.case import OPEN, Case
from briefings.weekly.ground import Ground
from briefings.weekly.printing import count, lit, number, paragraph
from briefings.weekly.sentence import NOTHING, Said, Sentence, apart, joined, many, path, target, tasks, tell, value
from briefings.weekly.weight import importance
from data.indicators import DECLARED
from data.indicators.aim import adds_up
from data.indicators.comparison import pair
from data.indicators.figures import Figure
from data.indicators.week_end import at_week_end, by_week
from data.periods import Period
from data.programmes.light import WORDS, Light
from data.settings import settings
from geo.regions import CITY

PEOPLE, WORKS = "relief_recipients", "home_adaptations"  # the two that stand for every county on the first page
LIGHTS: tuple[Light, ...] = ("overdue", "missing", "behind")
MOST_COLUMNS = 5


def county_table(of: Ground) -> list[Part]:
    """Every county with its people in relief, its adaptations against its share, its overdue tasks; the city below."""
    people = _by_region(of, PEOPLE, of.week)
    works = _by_region(of, WORKS, of.week)
    rows: list[tuple[Printed, ...]] = []
    codes = [place.code for place in of.now.places.counties]
    for code in [*codes, CITY]:
        late = len(list(of.cells("overdue", "" if code == CITY else code)))
        made = works.get(code)
        rows.append(
            (
                of.now.places.name(code) if code != CITY else "全市",
                number(people.get(code)),
                number(made),
                number(made, "target"),
                lit(made.status if made else "none"),
                count(late, "overdue", code, of.week),
            )
        )
    head = ("县区", "在保人数", "适老化（户）", "目标（户）", "状态", "逾期（项）")
    note = "在保人数为期末在册；适老化改造为年内累计完工，目标按老年人口分解；逾期按县区计，同一任务在几个县区逾期的分别计入全市。"
    table = Table(head, tuple(rows), (24, 16, 18, 16, 14, 14), frozenset({1, 2, 3, 5}), "表1　各县区主要情况", note, total=True)
    return [table, _map(of, codes)]


def _by_region(of: Ground, name: str, week: Period) -> dict[str, Figure]:
    read = (
        *at_week_end(of.now, [name], scope=of.scope, week=week),
        *at_week_end(of.now, [name], scope=of.scope, week=week, level="county"),
    )
    return {figure.region: figure for figure in read}


def _map(of: Ground, codes: Sequence[str]) -> MapPicture:
    """The overdue tasks by county; those behind, where none is overdue."""
    light: Light = "overdue" if any(True for _ in of.cells("overdue")) else "behind"
    many_of = {code: len(list(of.cells(light, code))) for code in codes}
    areas = tuple(Area(code, of.now.places.name(code), count(many_of[code], light, code, of.week)) for code in codes)
    most = max(many_of.values(), default=0)
    breaks = tuple(sorted({1.0, float(ceil(most / 2)), float(most)} - {0.0})) if most else (1.0,)
    word = WORDS[light]
    top = [code for code in codes if many_of[code] == most and most]
    names = "、".join(of.now.places.name(code) for code in top)
    title = f"{word}任务最多的是{names}" if 0 < len(top) <= 3 and len(top) < len(codes) else f"各县区{word}任务"
    return MapPicture(title, "项", areas, breaks, f"图1　{word}任务（项）", beside=True)


def blocks(of: Ground) -> list[Part]:
    """One short paragraph for each county."""
    works, before = _by_region(of, WORKS, of.week), _by_region(of, WORKS, of.week.shift(-1))
    out: list[Part] = []
    for place in of.now.places.counties:
        said = tell(_block(of, place.code), _works(of, works.get(place.code), before.get(place.code)))
        out.append(paragraph(said, tell(place.name), week=of.week, region=place.code))
    return out


def _works(of: Ground, this: Figure | None, last: Figure | None) -> Sentence:
    """`适老化改造累计 69 户，较上周增加 2 户。`"""
    if this is None or this.value is None:
        return NOTHING
    change = pair(this, last, of.now.today).difference if last else None
    moved = tell("，与上周持平") if change == 0 else NOTHING
    if change and last:
        moved = tell("，较上周增加" if change > 0 else "，较上周减少", apart(this, last))
    return tell(f"{DECLARED[WORKS].title}累计", value(this), moved, "。")


def _block(of: Ground, code: str) -> Sentence:
    """`承担 44 项任务，3 项逾期、27 项滞后。有目标的 28 项指标中 12 项未达进度，差距最大的是…。`"""
    cells = list(of.cells(region=code))
    counts: list[Said] = []
    for light in LIGHTS:
        keys = [(line.programme, line.task.no, cell.region) for line, cell in cells if cell.light == light]
        if keys:
            counts.append(tell(tasks(keys), WORDS[light]))
    said = tell(
        "承担",
        tasks([(line.programme, line.task.no, code) for line, _ in cells]),
        "任务，",
        joined(counts) if counts else "没有逾期和滞后",
        "。",
    )
    judged = [
        (case, one) for case in of.cases for one in case.parts if one.region == code and one.status != "none" and one.value is not None
    ]
    late = [(case, one) for case, one in judged if one.status in OPEN]
    if not judged:
        return said
    if not late:
        return tell(said, many([one for _, one in judged], "项"), "考核指标均达到进度。")
    case, worst = max(late, key=lambda pair: (_missing(pair[1]), pair[0].indicator.id))
    goal = worst.expected == worst.target or (adds_up(case.indicator) and (worst.target or 0) <= 1)
    far = tell(case.indicator.title, "（", value(worst), *(("，目标", target(worst)) if goal else ("，应达", path(worst))), "）")
    return tell(
        *(said, many([one for _, one in judged], "项"), "考核指标中", many([one for _, one in late], "项"), "未达进度"),
        *("，差距最大的是" if len(late) > 1 else "，为", far, "。"),
    )


def _missing(figure: Figure) -> float:
    return ((figure.expected or 0) - (figure.value or 0)) / figure.target if figure.target else 0.0


def townships(of: Ground) -> list[Part]:
    """A county's townships by the weightiest indicators that go down to them; small cells withheld as on the screen."""
    able = [case for case in of.cases if case.parts and by_week(case.indicator)]
    chosen = sorted(able, key=lambda case: (-importance(case), case.indicator.id))[:MOST_COLUMNS]
    if not chosen:
        return []
    chosen.sort(key=lambda case: list(DECLARED).index(case.indicator.id))
    values = {(case.indicator.id, one.region): one for case in chosen for one in case.parts}
    codes = sorted({one.region for case in chosen for one in case.parts})
    rows: list[tuple[Printed, ...]] = []
    for code in codes:
        rows.append((of.now.places.name(code), *(number(values.get((case.indicator.id, code))) for case in chosen)))
    rows.append((of.whole, *(number(case.figure) for case in chosen)))
    head = ("乡镇街道", *(_head(case) for case in chosen))
    note = f"“—”为没有数据或分母为零；人数较少的按规定不显示（“<{settings().suppress_below}”），为防推算一并隐去的写“隐”。"
    widths = (24, *(round(76 / len(chosen)) for _ in chosen))
    return [Table(head, tuple(rows), widths, frozenset(range(1, len(head))), "各乡镇街道情况", note, total=True)]


def _head(case: Case) -> str:
    return case.indicator.title if case.indicator.unit == "%" else f"{case.indicator.title}（{case.indicator.unit}）"
