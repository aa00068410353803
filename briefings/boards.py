"""What stands on which slide: a cover, the findings, then each topic's tables and pictures, at most twelve; the rest goes into notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil

from briefings.document import Bullets, Chart, Document, Heading, MapPicture, Paragraph, Part, Table, topics
from briefings.drawing.svg import wide
from briefings.figures import text_of

MOST = 12
ROWS, FEW_ROWS = 12, 6  # of a table on a slide alone, beside another
LINES, LINE = 15, 44.0  # of prose on a slide, in characters

Shown = Table | Chart | MapPicture


@dataclass(frozen=True)
class Words:
    """One paragraph on a slide; `head`: a small heading of its own."""

    text: str
    lead: str = ""
    head: bool = False

    @property
    def lines(self) -> int:
        return max(1, ceil(wide(self.lead + self.text, 1.0) / LINE))


@dataclass(frozen=True)
class Board:
    """One slide: its title, then either words or one or two things shown; `notes` hold what there was no room for.

    topic  the heading it belongs to: small above the title where that says something else
    """

    title: str
    words: tuple[Words, ...] = ()
    shown: tuple[Shown, ...] = ()
    notes: tuple[str, ...] = ()
    topic: str = field(default="", compare=False)


def boards(document: Document) -> list[Board]:
    """The slides after the cover."""
    made = [board for topic in topics(document) for board in _topic(topic.name, topic.parts)]
    if len(made) >= MOST:
        made = _side_by_side(made)
    if len(made) >= MOST:
        made = _words_joined(made)
    while len(made) >= MOST:  # a paper of many tables: the last ones share a slide's notes
        made = [*made[:-2], _joined(made[-2], made[-1])]
    return [_fitted(board) for board in _continued(made)]


def _topic(name: str, parts: tuple[Part, ...]) -> Iterator[Board]:
    words = tuple(_words(parts))
    page: list[Words] = []
    for one in words:
        if page and sum(word.lines for word in page) + one.lines > LINES:
            yield Board(name, tuple(page), topic=name)
            page = []
        page.append(one)
    if page:
        yield Board(name, tuple(page), topic=name)
    shown = [part for part in parts if isinstance(part, Table | Chart | MapPicture)]
    place = 0
    while place < len(shown):
        part, after = shown[place], shown[place + 1] if place + 1 < len(shown) else None
        if isinstance(part, Table) and isinstance(after, MapPicture) and after.beside and len(part.rows) <= ROWS:
            yield Board(_title(after, name), shown=(part, after), notes=tuple(spelled(after)), topic=name)
            place += 1
        else:
            yield Board(_title(part, name), shown=(part,), topic=name)
        place += 1


def _title(part: Shown, topic: str) -> str:
    return part.title if isinstance(part, Chart | MapPicture) and part.title else part.caption or topic


def _words(parts: tuple[Part, ...]) -> Iterator[Words]:
    for part in parts:
        if isinstance(part, Heading):
            yield Words(part.text, head=True)
        elif isinstance(part, Paragraph):
            yield Words(part.text, part.lead)
        elif isinstance(part, Bullets):
            yield from (Words(f"{place}．{entry}") for place, entry in enumerate(part.entries, 1))


def _side_by_side(made: list[Board]) -> list[Board]:
    """Neighbours of one topic that are small enough share a slide."""
    out: list[Board] = []
    for board in made:
        before = out[-1] if out else None
        if before and before.topic == board.topic and len(before.shown) == len(board.shown) == 1 and _small(before) and _small(board):
            out[-1] = Board(board.topic, shown=(*before.shown, *board.shown), topic=board.topic)
        else:
            out.append(board)
    return out


def _small(board: Board) -> bool:
    part = board.shown[0]
    return isinstance(part, Chart) or (isinstance(part, Table) and len(part.rows) <= FEW_ROWS and len(part.head) <= 5)


def _words_joined(made: list[Board]) -> list[Board]:
    """Neighbouring slides of words alone become one, each topic's name a small heading."""
    out: list[Board] = []
    for board in made:
        if out and out[-1].words and board.words and len(out) > 1:
            out[-1] = _joined(out[-1], board)
        else:
            out.append(board)
    return out


def _joined(one: Board, other: Board) -> Board:
    if one.words and other.words:
        title = one.title if other.topic in one.title else f"{one.title}　{other.title}"
        head = () if one.topic == other.topic else (Words(other.title, head=True),)
        return replace(one, title=title, words=(*one.words, *head, *other.words), topic=other.topic)
    notes = [*other.notes, *dict.fromkeys((other.topic, other.title)), *(f"{word.lead}{word.text}" for word in other.words)]
    return replace(one, notes=(*one.notes, *notes, *(line for part in other.shown for line in spelled(part))))


def _continued(made: list[Board]) -> list[Board]:
    """Long tables go on over more slides, as long as there are slides left."""
    out: list[Board] = []
    left = MOST - 1 - len(made)
    for board in made:
        table = board.shown[0] if len(board.shown) == 1 else None
        pieces = ceil(len(table.rows) / ROWS) if isinstance(table, Table) else 1
        if not isinstance(table, Table) or not 1 < pieces <= left + 1:
            out.append(board)
            continue
        left -= pieces - 1
        each = ceil(len(table.rows) / pieces)
        for piece in range(pieces):
            last = piece == pieces - 1
            rows = table.rows[piece * each : (piece + 1) * each]
            part = replace(table, rows=rows, note=table.note if last else "", total=table.total and last)
            notes = board.notes if last else ()
            out.append(replace(board, title=f"{board.title}（续）" if piece else board.title, shown=(part,), notes=notes))
    return out


def _fitted(board: Board) -> Board:
    """What is too long for the slide goes on in its notes."""
    kept: list[Words] = []
    notes = list(board.notes)
    for word in board.words:
        if kept and sum(one.lines for one in kept) + word.lines > LINES:
            notes.append(word.lead + word.text)
        else:
            kept.append(word)
    most = room_for(board)
    for part in board.shown:
        if isinstance(part, Table) and len(part.rows) > most:
            notes += [part.caption, *(_row(part, place) for place in range(cut_at(part, most), len(part.rows)))]
    return replace(board, words=tuple(kept), notes=tuple(notes))


def room_for(board: Board) -> int:
    """How many rows a table on it may have."""
    return ROWS if len(board.shown) == 1 or any(isinstance(part, MapPicture) for part in board.shown) else FEW_ROWS


def cut_at(part: Table, most: int) -> int:
    """How many rows are shown where at most so many have room; a line that says how many are left takes the room of one."""
    return len(part.rows) if len(part.rows) <= most else most - 1


def spelled(part: Shown) -> Iterator[str]:
    """A part in words, for the notes."""
    if isinstance(part, Table):
        yield from (part.caption, *(_row(part, place) for place in range(len(part.rows))), part.note)
    elif isinstance(part, MapPicture):
        yield from (part.caption, *(f"{area.name}：{area.number.text} {part.unit}" for area in part.areas), part.note)
    else:
        yield part.caption
        for one in part.drawn:
            values = zip(part.categories, part.numbers(one), strict=True)
            yield f"{one.name}：" + "，".join(f"{name} {number.text}" for name, number in values)
        yield part.note


def _row(part: Table, place: int) -> str:
    return "　".join(f"{head} {text_of(cell)}" for head, cell in zip(part.head, part.rows[place], strict=True))
