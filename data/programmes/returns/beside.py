"""What stands beside a return while it is read or written: the month before, the linked indicators, how far the task should be."""

from __future__ import annotations

from dataclasses import dataclass

from access.scope import Scope
from data.indicators.figures import Figure, figures
from data.indicators.indicator import MONTHLY
from data.indicators.moment import Moment
from data.periods import Period, parse
from data.programmes.ledger import read_ledger
from data.programmes.line import Cell
from data.programmes.returns.asked import SEEN, Asked, last_submitted, month_before
from data.programmes.returns.attachments import Attachment, visible
from data.programmes.returns.content import Content
from data.programmes.returns.history import Change, gathered, read_changes


@dataclass(frozen=True)
class Opened:
    """One return with everything beside it.

    content   what this person may read of it: who files it as it is being written, anyone else as it was submitted last
    before    what the month before said and which month that is; None: nothing yet       cell  its place in the ledger of the month
    figures   the linked indicators' own values in the region, in the task's order        changes  the first one first
    """

    asked: Asked
    content: Content
    before: tuple[str, Content] | None
    cell: Cell | None
    figures: tuple[Figure, ...]
    files: tuple[Attachment, ...]
    changes: tuple[Change, ...]


def open_return(now: Moment, one: Asked, *, scope: Scope) -> Opened:
    """All of one return, as this person may see it; `one` is from `asked`, which has decided that it may."""
    connection, item = now.connection, one.item
    content = one.present.content
    if not one.files and one.present.state not in SEEN:
        content = last_submitted(connection, item) or Content()
    last = month_before(connection, item)
    return Opened(
        one,
        content,
        (last.item.month, last.content) if last and (one.files or last.state in SEEN) else None,
        _cell(now, one, scope),
        _figures(now, one, scope),
        visible(connection, item, files=one.files),
        gathered(read_changes(connection, item, drafts=one.files)),
    )


def _cell(now: Moment, one: Asked, scope: Scope) -> Cell | None:
    ledger = read_ledger(now, scope=scope, region=one.item.region, month=parse(one.item.month))
    book = ledger.book(one.item.programme) if ledger else None
    cells = (cell for line in (book.lines if book else ()) if line.task.no == one.item.task for cell in line.cells)
    return next((cell for cell in cells if cell.region == one.item.region), None)


def _figures(now: Moment, one: Asked, scope: Scope) -> tuple[Figure, ...]:
    """A monthly target is read from the last whole month of the year, any other indicator from the year to date."""
    month, targets = parse(one.item.month), now.targets.get(parse(one.item.month).year, {})
    out: list[Figure] = []
    for name in one.task.indicators:
        monthly = name in targets and targets[name].by == MONTHLY
        at = (month.shift(-1) if month.ends >= now.today and month.starts.month > 1 else month) if monthly else Period(f"{month}/ytd")
        out += figures(now, [name], scope=scope, periods=[at], region=one.item.region)
    return tuple(out)
