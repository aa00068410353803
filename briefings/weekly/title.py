"""The paper's title: how many programmes are before their path and how many behind, and where tasks are past their day."""

from __future__ import annotations

from briefings.weekly.ground import Ground, short
from briefings.weekly.sentence import NOTHING, Sentence, tasks, tell
from data.indicators.words import NUMERALS, numeral
from data.programmes.line import Book, Line

WORDS = ("快", "慢", "平")
ALL = {"完成": "全部完成", "快": "均快于应达", "慢": "均慢于应达", "平": "均与应达持平"}


def title(of: Ground) -> Sentence:
    """`六大工程一项完成两快三慢，殡葬服务和未成年人共 6 项任务逾期`; of a county `承担的五项工程…`."""
    paces = [pace(book) for book in of.books]
    known = [one for one in paces if one]
    if not of.issued:
        return tell(f"{of.name}本周工作情况")
    if not known:
        return tell(f"{of.name}本周工作情况")
    done = known.count("完成")
    counts = [f"{_many(done)}项完成" + ("、" if done < len(known) else "") if done else ""]
    counts += [f"{_many(known.count(word))}{word}" for word in WORDS if word in known]
    if len(set(known)) == 1 and len(known) == len(of.books):
        counts = [ALL[known[0]]]
    unknown = f"，{_many(len(paces) - len(known))}项没有进度" if len(known) < len(paces) else ""
    head = f"{numeral(len(of.books))}大工程" if of.city else f"{of.name}{_many(len(of.books))}项工程"
    return tell(head + "".join(counts) + unknown, _late(of))


def pace(book: Book) -> str:
    """A programme's percent against what is expected, as both are printed: 完成, 快, 慢, 平; empty where it has none."""
    if book.percent is None or book.expected is None:
        return ""
    if book.light == "met":
        return "完成"
    ahead = round(book.percent, 1) - round(book.expected, 1)
    return "平" if abs(ahead) < 0.05 else "快" if ahead > 0 else "慢"


def _late(of: Ground) -> Sentence:
    """Where tasks are past their day."""
    late: dict[str, list[Line]] = {}
    for book in of.books:
        for line in book.lines:
            if line.light == "overdue":
                late.setdefault(short(book.programme), []).append(line)
    if not late:
        return tell("，没有逾期任务")
    names = list(late)
    where = names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}共" if len(names) < 4 else "共"
    keys = [(line.programme, line.task.no, of.region) for lines in late.values() for line in lines]
    return tell("，", where, tasks(keys), "任务逾期") if keys else NOTHING


def _many(value: int) -> str:
    """`两`, `三`: a number before what it counts."""
    return "两" if value == 2 else NUMERALS[value - 1] if value <= 10 else numeral(value)
