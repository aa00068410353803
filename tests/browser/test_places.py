"""From the city to the village and back in real Chromium: by click, by keyboard, by the table; clusters lead into their county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.accessibility import flaws

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
QI, TOWN, VILLAGE = "410221", "410221101", "410221101201"
MAP, POINTS = "#elderly-map", "#elderly-points"


@pytest.fixture(scope="module")
def _chief(browser: Page) -> Page:
    browser.sign_in("chief")
    browser.until(lambda: browser.all("#page-overview"))
    return browser


@pytest.fixture
def chief(_chief: Page) -> Iterator[Page]:
    """A chief of elderly care at the desk; whatever a test does, the console stays clean and nothing is asked outside."""
    _chief.size(1440, 900)
    _chief.complaints()
    _chief.requested()
    yield _chief
    assert _chief.complaints() == []
    assert _chief.requested() <= {_chief.site.removeprefix("http://")}


def visit(page: Page, query: str = "?period=2023-08") -> None:
    page.driver.get(f"{page.site}/elderly{query}")
    quiet(page)


def quiet(page: Page) -> None:
    page.until(lambda: page.count(f"{POINTS} .point") and page.count(f"{MAP} .textpoint text") and page.settled)


def names(page: Page) -> set[str]:
    """The names on the map."""
    found: list[str] = page.run(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.querySelector('tspan.line')?.textContent ?? '')",
        f"{MAP} .textpoint text",
    )
    return set(found)


def click_label(page: Page, name: str) -> None:
    def label() -> object:
        return next(one for one in page.all(f"{MAP} .textpoint text") if one.text.startswith(name))

    page.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", MAP)
    ActionChains(page.driver).move_to_element(page.until(label)).click().perform()


def up(page: Page) -> None:
    page.one("body").send_keys(Keys.ESCAPE)


def test_city_county_township_village_and_up_again(chief: Page) -> None:
    visit(chief)
    assert len(names(chief)) == 9
    click_label(chief, "杞县")
    chief.until(lambda: {"五里河", "苏木", "柿园"} <= names(chief))
    assert chief.query == {"period": "2023-08", "region": QI}
    assert "示意图，非法定界线" in chief.texts("#elderly-map-head .schematic")
    assert any("工业园区" in text for text in chief.texts("#elderly-map-foot .beside"))
    click_label(chief, "五里河")
    chief.until(lambda: chief.query.get("region") == TOWN and chief.all(".t.villages tbody tr"))
    quiet(chief)
    assert len(chief.all(".t.villages tbody tr")) == 35
    links = chief.values("#elderly-villages .lists a", "href")
    assert links and all(TOWN in link for link in links)
    assert flaws(chief) == []
    chief.one(f".t.villages tr[data-hover='{VILLAGE}'] .link").send_keys(Keys.ENTER)
    chief.until(lambda: chief.query.get("region") == VILLAGE and chief.all(f".t.villages tr.on[data-hover='{VILLAGE}']"))
    assert "史庄村委会" in chief.texts("nav[aria-label=面包屑]")[0]
    for region in (TOWN, QI, None):
        up(chief)
        chief.until(lambda wanted=region: chief.query.get("region") == wanted)  # type: ignore[misc]
    chief.until(lambda: len(names(chief)) == 9)
    chief.driver.back()
    chief.until(lambda: "五里河" in names(chief) and chief.query.get("region") == QI)


def test_the_table_and_the_breadcrumb_reach_the_same_by_keyboard(chief: Page) -> None:
    visit(chief, f"?period=2023-08&region={QI}")
    table = chief.one("#elderly-map-panel .on-table")
    table.send_keys(Keys.ENTER)
    chief.until(lambda: chief.one("#elderly-table").is_displayed())
    rows = chief.texts("#elderly-table tbody tr")
    assert len(rows) == 23 and rows[-1].startswith("杞县")
    row = next(one for one in chief.all("#elderly-table tbody tr") if one.text.startswith("五里河镇"))
    row.find_element(By.CSS_SELECTOR, ".link").send_keys(Keys.ENTER)
    chief.until(lambda: chief.query.get("region") == TOWN)
    chief.until(lambda: "五里河镇" in chief.texts("nav[aria-label=面包屑]")[0])
    link = next(one for one in chief.all("nav[aria-label=面包屑] a") if one.text == "杞县")
    link.send_keys(Keys.ENTER)
    chief.until(lambda: chief.query.get("region") == QI)


def test_hovering_lights_map_ranking_and_table_alike(chief: Page) -> None:
    visit(chief, f"?period=2023-08&region={QI}")

    def point() -> None:
        ActionChains(chief.driver).move_to_element(chief.one("#elderly-lead")).perform()
        ActionChains(chief.driver).move_to_element(chief.one(f"#elderly-ranking [data-hover='{TOWN}']")).perform()

    drawn = """const plot = document.querySelector('#elderly-map .js-plotly-plot');
               return plot.data[plot.data.length - 2].x.length"""
    chief.until(lambda: point() or chief.run(drawn) > 3)  # type: ignore[func-returns-value]
    assert "hov" in (chief.one(f"#elderly-table tr[data-hover='{TOWN}']").get_attribute("class") or "")


def test_the_shapes_of_a_county_are_asked_for_once(chief: Page) -> None:
    visit(chief, f"?period=2023-08&region={QI}")
    chief.run(
        """window.asked = 0;
           const send = fetch;
           window.fetch = (...given) => {
             asked += String(given[1]?.body).includes('elderly-towns.data');
             return send(...given);
           };"""
    )
    for region in (TOWN, "", QI, "410222"):
        chief.run("window.cockpit.go(arguments[0])", f"region={region}")
        chief.until(lambda wanted=region: chief.query.get("region", "") == wanted)  # type: ignore[misc]
        quiet(chief)
        chief.until(lambda wanted=region: ("竖岗" in names(chief)) == (wanted == "410222"))  # type: ignore[misc]
    assert chief.run("return asked") == 1  # of 通许县 alone


def test_marks_of_places_add_up_and_lead_into_their_county(chief: Page) -> None:
    visit(chief)
    count = """const plot = document.querySelector('#elderly-points .js-plotly-plot');
               return plot.data.filter(one => one.customdata).reduce((sum, one) =>
                 sum + one.customdata.reduce((all, _, at) => all + Number(one.text?.[at] ?? 1), 0), 0)"""
    numbers = chief.texts("#elderly-points-table .tot td")
    assert chief.run(count) == int(numbers[-2].replace(",", "")) - int(numbers[-1])
    assert any("9 处没有坐标，4 处坐标在县区以外" in text for text in chief.texts(".lost summary"))
    chief.run("document.querySelector('#elderly-points').scrollIntoView({block: 'center'})")
    at = chief.run(
        """const plot = document.querySelector('#elderly-points .js-plotly-plot');
           const box = plot.getBoundingClientRect(), layout = plot._fullLayout;
           const trace = plot.data.find(one => one.customdata && one.mode.includes('text'));
           const place = trace.customdata.indexOf('410225');
           return [box.left + layout._size.l + layout.xaxis._offset - layout._size.l + layout.xaxis.d2p(trace.x[place]),
                   box.top + layout.yaxis._offset + layout.yaxis.d2p(trace.y[place])]"""
    )
    mouse = ActionChains(chief.driver)
    mouse.w3c_actions.pointer_action.move_to_location(round(at[0]), round(at[1]))
    mouse.w3c_actions.pointer_action.click()
    mouse.perform()
    chief.until(lambda: chief.query.get("region") == "410225")


def test_another_kind_of_place_stands_in_the_address(chief: Page) -> None:
    visit(chief)
    chief.click("#elderly-points-head [data-go='places=elder_facilities']")
    chief.until(lambda: chief.query.get("places") == "elder_facilities")
    chief.until(lambda: any("养老服务设施" in text for text in chief.texts("#elderly-points-head h2")))


@pytest.mark.parametrize(("width", "height", "phone"), [(1920, 1080, False), (390, 844, True)])
def test_a_county_and_a_township_fit_every_screen(chief: Page, width: int, height: int, phone: bool) -> None:
    chief.size(width, height, phone)
    for region in (QI, TOWN):
        visit(chief, f"?period=2023-08&region={region}")
        chief.until(lambda: "五里河" in names(chief))
        assert chief.run("return document.documentElement.scrollWidth") <= width
        assert flaws(chief) == []


def test_on_paper_no_table_is_cut_and_no_control_stands(chief: Page) -> None:
    visit(chief, f"?period=2023-08&region={QI}")
    try:
        chief.run("dispatchEvent(new Event('beforeprint'))")
        chief.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        chief.size(717, 1000)
        shown = "return [...document.querySelectorAll(arguments[0])].some(one => one.checkVisibility())"
        assert [name for name in (".nav", ".seg", ".tools", ".tabs", ".about-mark") if chief.run(shown, name)] == []
        assert all(
            chief.run(shown, name) for name in (".demo", ".watermark", "#elderly-map svg", "#elderly-table", "#elderly-points-table")
        )
        cut = """return [...document.querySelectorAll('.twin, .scroll, .wide-box, .map-box, .trend-box')]
               .filter(one => one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1))
               .map(one => one.closest("[id]").id)"""
        chief.until(lambda: chief.run(cut) == [])  # the charts are drawn anew at the paper's width
        assert chief.run("return document.documentElement.scrollWidth") <= 717
    finally:
        chief.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        chief.run("dispatchEvent(new Event('afterprint'))")
