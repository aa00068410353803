"""What is frozen comes back as it was; the city's paper tells nothing below the counties; a correction is told number by number."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefings.differences import differences
from briefings.document import Document, Heading, Paragraph, Table
from briefings.edition import compose
from briefings.figures import Number
from briefings.kept import kept, restored
from data.database import Database
from data.exchange.export import Origin
from data.indicators.moment import moment
from data.periods import Period
from geo.regions import CITY, level_of

ORIGIN = Origin("leader", datetime(2023, 9, 18, 1, tzinfo=UTC), True)


@pytest.fixture(scope="module")
def city(demonstration: Database) -> Document:
    with moment(demonstration) as now:
        return compose(now, Period("2023-W37"), CITY, ORIGIN)


def test_a_kept_document_is_the_same_again(city: Document) -> None:
    there = json.loads(json.dumps(kept(city)))
    assert restored(there) == city and restored(there).texts() == city.texts()
    with pytest.raises(ValueError, match="another form"):
        restored({**there, "parts": [{"is": "Hologram"}]})


def test_the_citys_paper_tells_nothing_below_the_counties(city: Document, demonstration: Database) -> None:
    with moment(demonstration) as now:
        towns = {town.name for town in now.places.by_level["township"] if len(town.name) > 3}
    text = "\n".join(city.texts())
    assert [name for name in towns if name in text] == []
    assert {level_of(one.region) for one in city.read_from()} == {"city", "county"}


def test_what_a_corrected_edition_says_otherwise() -> None:
    table = Table(
        ("县区", "本周", "状态"), (("通许县", Number(1200), "滞后"), ("杞县", Number(5), "正常")), (1, 1, 1), caption="表1　主要情况"
    )
    before = Document("题", "", "", "", (Heading("一、要情"), Paragraph("完成 5 户。差 3 户。"), table), "")
    corrected = replace(table, rows=(("通许县", Number(1210), "正常"), ("杞县", Number(5), "正常")))
    after = replace(before, parts=(Heading("要情"), Paragraph("完成 6 户。差 3 户。"), corrected, Heading("下周到期"), Paragraph("无。")))
    assert differences(before, after) == (
        "“主要情况”表“通许县”：本周由 1,200 改为 1,210，状态由 滞后 改为 正常。",
        "“要情”中“完成 5 户”改为“完成 6 户”。",
        "增加“下周到期”。",
    )
    assert differences(before, before) == ()
