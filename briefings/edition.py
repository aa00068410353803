"""One edition of the weekly paper: composed from readings, dressed with lead text, number and corrections, printed in its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from briefings.differences import differences
from briefings.document import Bullets, Document, Heading, Paragraph, Part, Table
from briefings.document_book import as_book
from briefings.document_pdf import as_pdf
from briefings.document_slides import as_slides
from briefings.document_word import as_word
from briefings.kept import kept, restored
from briefings.weekly import RULES_VERSION, NoPlan, NotBegun, weekly
from data.briefing.paper import Paper, audience, numbered, week_words
from data.briefing.steps import Composed
from data.briefing.table import Format
from data.exchange.export import Origin
from data.indicators.moment import Moment
from data.periods import Period

RULES = {"weekly": RULES_VERSION}  # versions of the rules that choose and word findings: kept with every paper
PRINTERS: Mapping[Format, Callable[[Document], bytes]] = {"docx": as_word, "pdf": as_pdf, "xlsx": as_book, "pptx": as_slides}
CORRECTIONS = "更正说明"


class NothingToSay(ValueError):
    """There is no paper of this week: it has not begun, or no plan holds it. The message says which."""


def compose(now: Moment, week: Period, region: str, origin: Origin) -> Document:
    """The week's document for the city or a county, without number and lead text, as its audience may see it.

    Raises NothingToSay.
    """
    try:
        return weekly(now, week, region=region, scope=audience(), origin=origin)
    except (NotBegun, NoPlan) as error:
        raise NothingToSay(str(error)) from None


def composed(now: Moment, document: Document) -> Composed:
    """The document as its paper keeps it."""
    return Composed(kept(document), plain_words(document), dict(RULES), now.refresh)


def dressed(paper: Paper, *, serial: int | None, mark: str, today: date) -> Document:
    """The paper's document as it is shown and printed: with its lead text, what it corrects, and its number or 草稿.

    mark   who takes it, above every page
    today  the day of the issue
    Raises ValueError where the paper holds none that can be read.
    """
    document = restored(paper.content or {})
    parts = list(document.parts)
    if paper.lead:
        at = next((place for place, part in enumerate(parts) if isinstance(part, Heading | Paragraph | Table | Bullets)), 0)
        parts[at:at] = [Paragraph(line) for line in paper.lead.splitlines() if line.strip()]
    if paper.edition > 1:
        parts += [Heading(CORRECTIONS), *corrections(paper)]
    code = numbered(paper.week, serial, paper.edition) if serial else f"{week_words(paper.week)}（草稿）"
    return replace(document, issue=code, date=on_paper(today), parts=tuple(parts), mark=mark, draft=not serial)


def corrections(paper: Paper) -> list[Part]:
    """What a corrected edition says of itself: why, and what reads otherwise."""
    before = "上一版" if paper.edition > 2 else "原版"
    opening = Paragraph(f"本期更正{before}，原因：{paper.reason}。" + ("以下内容有改动：" if paper.changes else "正文没有改动。"))
    return [opening, Bullets(tuple(one.rstrip("。") for one in paper.changes))] if paper.changes else [opening]


def changed(before: Paper | None, document: Document) -> tuple[str, ...]:
    """What a newly composed document says otherwise than the edition before; nothing where there is none."""
    if before is None or before.content is None:
        return ()
    return differences(restored(before.content), document)


def printed(document: Document, kind: Format) -> bytes:
    """The document in one form. Raises KeyError for a form there is not."""
    return PRINTERS[kind](document)


def plain_words(document: Document) -> str:
    """All its texts, for the archive's search."""
    return "\n".join(document.texts())


def on_paper(today: date) -> str:
    """`2023年7月28日`."""
    return f"{today.year}年{today.month}月{today.day}日"
