"""A month of the programmes, played in real Chromium: a return cut off, sent back and accepted, the light that turns by it; a county that
lags gets a 提醒函, its day passes, the 督办函 cites it, the reply closes it; every step stands in the audit log.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from access import audit, people
from access.people import DEMONSTRATION_PASSWORD
from access.scope import Scope
from data import facts
from data.database import Database
from data.indicators.moment import moment
from data.programmes.ledger import Cell, read_ledger
from data.programmes.returns.item import Item
from data.programmes.returns.present import read_return
from tests.access.conftest import copied
from tests.browser.steps import become, drawn, enter, fill, kept, look, online, own_complaints, press, state, value, write

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QI, TONGXU = "410221", "410222"
ITEM = Item("2023-09", "elderly", "8", QI)
ADDRESS = f"/returns?item=elderly/8/{QI}"
ACCOUNTS = (("shiwu", "chief", "", "社会事务科"), ("tongxu", "county", TONGXU, ""))


@pytest.fixture(scope="module")
def own(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A copy of the demonstration city, three days after September's deadline."""
    database = copied(demonstration, tmp_path_factory.mktemp("month") / "cockpit.db")
    with database.writing() as connection:
        for name, role, region, section in ACCOUNTS:
            password = DEMONSTRATION_PASSWORD
            people.add(connection, name, password, role, region=region, section=section, must_change=False, demonstration=True)
    today(database, date(2023, 9, 23))
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def site(own: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from app import server

    kept_ = server.extensions["cockpit"]
    settings = kept_.settings.model_copy(update={"attachments_dir": tmp_path_factory.mktemp("attachments")})
    server.extensions["cockpit"] = replace(kept_, database=own, settings=settings)
    listening = make_server("127.0.0.1", 0, server, threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.port}"
    listening.shutdown()
    thread.join(5)
    server.extensions["cockpit"] = kept_


def today(database: Database, day: date) -> None:
    with database.writing() as connection:
        facts.set_fact(connection, "today", day.isoformat())
        facts.bump(connection)


def cell(database: Database) -> Cell:
    """The task's cell in 杞县, as the ledger has it."""
    with moment(database) as now:
        ledger = read_ledger(now, scope=Scope("leader"), region=QI)
    assert ledger is not None
    (line,) = (one for book in ledger.books for one in book.lines if (one.programme, one.task.no) == ("elderly", "8"))
    return line.cells[0]


def light_shown(page: Page) -> str:
    """The task's light in the county's ledger on the programme's page."""
    page.driver.get(f"{page.site}/programmes/elderly?region={QI}")
    page.until(lambda: page.all("#programme-ledger table tbody tr"))
    rows = [row.text for row in page.all("#programme-ledger table tbody tr")]
    (row,) = (text for text in rows if "示范性居家社区养老网络" in text)
    return next(word for word in ("未报", "逾期", "滞后", "临期", "正常", "完成") if word in row)


def test_a_month(browser: Page, own: Database) -> None:
    page = browser
    assert cell(own).light == "missing"
    become(page, "chief")
    assert light_shown(page) == "未报"

    # The county drafts, loses the connection, comes back, submits; the section returns it; it comes again and is accepted.
    enter(page, "county", ADDRESS)
    page.complaints()
    write(page, "done", "网络选址完成，")
    page.until(lambda: "已保存" in kept(page))
    online(page, False)
    write(page, "done", "三个社区开展服务。")
    write(page, "percent", "100")
    page.until(lambda: "留在本机" in kept(page))
    online(page, True)
    page.driver.refresh()
    page.until(lambda: value(page, "done") == "网络选址完成，三个社区开展服务。" and value(page, "percent") == "100")
    page.until(lambda: kept(page).endswith("保存"))  # sent just before the page was left, or after it came back
    page.click("#returns-submit")
    page.until(lambda: page.all("#returns-panel .state-submitted"))

    enter(page, "chief", ADDRESS)
    page.click("#returns-send-back")
    write(page, "send-back-reason", "请写明社区名称")
    page.click("#returns-send-back-sure")
    page.until(lambda: page.all("#returns-panel .state-returned"))

    enter(page, "county", ADDRESS)
    page.until(lambda: "请写明社区名称" in page.one("#returns-panel .rt-reason").text)
    write(page, "done", "为东大街、西大街、南关社区。")
    page.click("#returns-submit")
    page.until(lambda: page.all("#returns-panel .state-submitted"))
    assert cell(own).light == "missing", "nothing counts before it is accepted"

    enter(page, "chief", ADDRESS)
    page.click("#returns-accept")
    page.until(lambda: page.all("#returns-panel .state-accepted"))
    with own.reading() as connection:
        assert read_return(connection, ITEM).content.done == "网络选址完成，三个社区开展服务。为东大街、西大街、南关社区。"
    found = cell(own)
    assert (found.light, found.percent, found.late) == ("met", 100, True)
    assert light_shown(page) == "完成"

    # A county that lags gets a 提醒函.
    become(page, "shiwu")
    page.driver.get(page.site + "/letters")
    page.until(lambda: page.one(f'#letters-new [id*="{TONGXU}"]')).click()
    page.until(lambda: page.all("#page-letter"))
    drawn(page)
    reminder = int(page.address.rpartition("/")[2])
    press(page, "sent", "已送")
    become(page, "leader")
    look(page, reminder)
    press(page, "issued", "汴民提〔2023〕4号")
    page.until(lambda: page.one(".letter-sheet .code").text == "汴民提〔2023〕4号")

    # Its day passes; the 督办函 cites it.
    today(own, date(2023, 11, 20))
    become(page, "shiwu")
    look(page, reminder)
    assert "已过期" in state(page)
    page.one('[data-acts~=supervised] .btn[id*="supervised"]').click()
    page.until(lambda: int(page.address.rpartition("/")[2]) > reminder)
    page.until(lambda: "督办" in page.one(".letter-sheet h2").text)
    supervision = int(page.address.rpartition("/")[2])
    assert "汴民提〔2023〕4号" in page.one(".letter-sheet").text and "9月23日" in page.one(".letter-sheet").text
    press(page, "sent", "已送")
    become(page, "leader")
    look(page, supervision)
    press(page, "issued", "汴民督〔2023〕1号")

    # The reply closes it.
    become(page, "tongxu")
    look(page, supervision)
    fill(page, "replied", "县级公墓已投用，补贴已补发。")
    press(page, "replied", "已提交回复")
    become(page, "shiwu")
    look(page, supervision)
    fill(page, "closed", "现场核查属实。")
    press(page, "closed", "已办结")
    page.until(lambda: "已办结" in state(page))
    assert own_complaints(page) == []

    with own.reading() as connection:
        letters = [entry.what.rpartition("：")[2] for entry in audit.search(connection, act="letter", limit=50)][::-1]
        returned = [(entry.who, entry.what[:2]) for entry in audit.search(connection, act="return", limit=99)][::-1]
        assert audit.verify(connection).sound
    assert letters == ["起草", "送签", "签发", "起草", "送签", "签发", "回复", "办结"]
    steps = [one for one in returned if one[1] != "保存"]
    assert steps == [("county", "报送"), ("chief", "退回"), ("county", "报送"), ("chief", "审核")]
