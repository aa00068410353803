"""The wall in real Chromium, as it hangs for days: the round over midnight, a lost server, five hundred changes, three sizes, a phone.

Its clock is moved by hand (`cockpitScreen.forward`), so that a night takes no night.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from data.clock import SHANGHAI
from data.database import Database
from data.screen import devices
from data.screen.playlists import USUAL
from data.screen.presenting import Hold

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
ROUND = ["overview", "elderly", "children", "funeral", "civic", "programmes", "warnings"]
SIZES = {"1080 lines": (1920, 1080), "2160 lines": (3840, 2160), "side by side": (3840, 1080)}
SMALLEST = 24  # pixels of 1080 lines
JOINT = 64  # either side of x = 1920 on two screens side by side
ENDLESS, SETTLED, MORE = 500, 20, 1.1

# Every text on the wall, where it stands, how large it is, and whether it leaves the place it belongs to.
LOOK = """
const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
const wrong = [], boxes = [], sizes = [];
const walk = document.createTreeWalker(document.getElementById("page-screen"), NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const text = walk.currentNode, holder = text.parentElement;
  if (!text.data.trim() || !holder.checkVisibility()) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect();
  if (!box.width) continue;
  const drawn = holder.closest("svg");
  const size = parseFloat(getComputedStyle(holder).fontSize) * (drawn ? holder.getScreenCTM().a : 1) / unit;
  sizes.push(size);
  if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) wrong.push(["outside", text.data]);
  for (let place = holder; place && place.id !== "page-screen"; place = place.parentElement) {
    const style = getComputedStyle(place), around = place.getBoundingClientRect();
    if (style.position === "absolute" && !place.matches(".layer")) break;
    if (!place.matches(".part, .cell, td, .tick, .foot, .ow, .pr, .layer, .top")) continue;
    const beyond = Math.max(box.right - around.right, around.left - box.left, 
      box.bottom - around.bottom - unit, around.top - box.top - unit);
    if (beyond > unit) { wrong.push(["beyond " + place.className, text.data]); break; }
  }
  if (innerWidth / innerHeight > 2.6 && box.right > (1920 - arguments[0]) * unit + 1 && box.left < (1920 + arguments[0]) * unit - 1)
    wrong.push(["on the joint", text.data]);
  boxes.push([text, box]);
}
boxes.forEach(([text, one], number) => boxes.slice(number + 1).forEach(([other, two]) => {
  const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
  const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
  if (across > 2 * unit && down > 14 * unit) wrong.push(["over each other", text.data, other.data]);
}));
const page = document.getElementById("page-screen");
if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) wrong.push(["scrolls"]);
return { wrong, smallest: Math.min(...sizes), texts: sizes.length };
"""


class Wall:
    """A wall that is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.run("return window.cockpitScreen?.state ?? {scenes: []}")
        return found

    @property
    def scene(self) -> str:
        return str(self.state()["scenes"][0])

    def open(self, query: str = "") -> None:
        self.page.driver.get(f"{self.page.site}/screen{query}")
        self.page.until(lambda: self.state()["scenes"])

    def forward(self, **time: float) -> None:
        self.page.run("cockpitScreen.forward(arguments[0])", timedelta(**time) / timedelta(milliseconds=1))

    def ask(self) -> None:
        """Let it ask the server now, and wait for the answer."""
        self.page.driver.execute_async_script("cockpitScreen.poll().then(arguments[0])")

    def text(self, name: str) -> str:
        return str(self.page.run("return document.getElementById(arguments[0]).textContent", f"screen-{name}"))

    def metric(self, *names: str) -> list[float]:
        found = {one["name"]: one["value"] for one in self.page.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
        return [found[name] for name in names]


@pytest.fixture(scope="module")
def _screen(browser: Page) -> Page:
    browser.size(1920, 1080)
    browser.sign_in("screen")
    return browser


@pytest.fixture
def wall(_screen: Page) -> Iterator[Wall]:
    """The wall at 1920 × 1080, its console empty before and after."""
    _screen.size(1920, 1080)
    found = Wall(_screen)
    found.open()
    _screen.complaints()
    yield found
    assert _screen.complaints() == []


@pytest.fixture
def calm(_screen: Page) -> Iterator[None]:
    """A browser that asks for no motion."""
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    _screen.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    yield
    _screen.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_who_signs_in_as_the_screen_is_led_to_the_wall(wall: Wall) -> None:
    wall.page.driver.get(wall.page.site + "/")
    wall.page.until(lambda: wall.state()["scenes"])
    assert wall.page.driver.current_url.endswith("/screen") and wall.scene == "overview"
    assert wall.text("demo") == "演示数据" and wall.page.one("#screen-demo").is_displayed()
    assert "数据截至" in wall.text("foot") and "审图号：待填" in wall.text("approval")
    assert wall.page.run("return document.querySelectorAll('#page-screen .watermark').length") == 0


@pytest.mark.parametrize("size", SIZES)
def test_no_scene_is_cut_nor_written_small(wall: Wall, calm: None, size: str) -> None:
    wall.page.size(*SIZES[size])
    wall.open("?still=1")
    wall.page.run("return document.fonts.ready.then(() => 1)")
    count = wall.page.run("return document.querySelectorAll('#screen-dots button').length")
    pace = 2 if size == "side by side" else 1
    seen: list[str] = []
    for _ in range(-(-count // pace)):
        seen += wall.state()["scenes"]
        found = wall.page.run(LOOK, JOINT)
        assert found["wrong"] == [] and found["smallest"] >= SMALLEST - 0.2 and found["texts"] > 40, (size, seen[-pace:], found)
        wall.page.run("cockpitScreen.next()")
    assert set(ROUND) < set(seen) and any(one.startswith("county:") for one in seen)
    assert len(wall.state()["scenes"]) == pace and wall.page.run("return document.querySelectorAll('.layer').length") == 1


def test_the_four_small_districts_are_read_in_the_lens(wall: Wall, calm: None) -> None:
    labels = wall.page.texts(".scene.overview .map g text:first-child")
    assert set(labels) == {"龙亭区", "顺河", "鼓楼", "禹王台", "祥符区", "杞县", "通许县", "尉氏县", "兰考县"}
    inside = wall.page.run(
        """const lens = document.querySelector('.frame.lens').getBoundingClientRect();
           return [...document.querySelectorAll('.scene.overview .map g text:first-child')].filter(one => {
             const box = one.getBoundingClientRect();
             return box.left > lens.left && box.right < lens.right && box.top > lens.top && box.bottom < lens.bottom;
           }).map(one => one.textContent)"""
    )
    assert set(inside) == {"龙亭区", "顺河", "鼓楼", "禹王台"}


def until_midnight() -> timedelta:
    here = datetime.now(SHANGHAI)
    return datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), SHANGHAI) - here


def test_the_round_goes_on_over_midnight_and_a_months_end(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the last of September: the date, the ruler and the figures' periods are October's when the clock says 00:00, without a reload."""
    monkeypatch.setattr("data.facts.today_of", lambda _: date(2023, 9, 30))
    wall.ask()
    assert wall.text("date") == "2023年9月30日 星期六"
    wall.page.run("window.unreloaded = true")
    wall.forward(seconds=until_midnight().total_seconds() - 20)
    assert wall.text("clock") == "23:59"
    before = wall.scene
    monkeypatch.setattr("data.facts.today_of", lambda _: date(2023, 10, 1))
    wall.forward(seconds=21)
    assert wall.text("clock") == "00:00"
    wall.page.until(lambda: wall.text("date") == "2023年10月1日 星期日")
    assert "今日 10月1日" in wall.text("ruler") and wall.page.run("return window.unreloaded") is True
    seen = [wall.scene]
    for _ in range(8):
        wall.forward(seconds=31)
        seen.append(wall.scene)
    assert len(set(seen)) >= len(ROUND) and before in {*seen, *ROUND}, "every scene had its turn"
    assert wall.state()["day"] == "2023-10-01"


def test_a_lost_server_leaves_the_last_figures_and_comes_back_alone(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    def network(offline: bool) -> None:
        wall.page.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions", {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        )

    wall.page.driver.execute_cdp_cmd("Network.enable", {})
    network(offline=True)
    try:
        wall.ask()
        assert re.fullmatch(r"连接中断，显示 \d\d:\d\d 的数据", wall.text("stale")) and wall.page.one("#screen-stale").is_displayed()
        assert "数据截至" in wall.text("foot")
        for _ in range(len(ROUND) + 6):
            wall.forward(seconds=31)  # it turns on, and asks in vain
        assert wall.state()["stale"] is True
        assert wall.page.until(lambda: wall.page.one(".layer:last-child .scene").is_displayed())
    finally:
        network(offline=False)
    wall.page.until(lambda: (wall.forward(seconds=16), not wall.state()["stale"])[1])
    assert not wall.page.one("#screen-stale").is_displayed()
    for said in wall.page.complaints():  # the browser itself writes down each question that found no server
        assert "ERR_INTERNET_DISCONNECTED" in said, said


def test_new_figures_come_without_a_reload_and_a_new_program_between_scenes(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    wall.page.run("window.unreloaded = true")
    refresh = wall.state()["refresh"]
    monkeypatch.setattr("data.facts.version_of", lambda _: 1000)
    wall.ask()
    assert wall.state()["refresh"] == 1000 != refresh and wall.scene == "overview"
    for name in ("kept", "routes"):
        monkeypatch.setattr(f"pages.wall.{name}.version", lambda: "another")
    wall.ask()
    assert wall.page.run("return window.unreloaded") is True and wall.scene == "overview", "not in the middle of a scene"
    wall.page.run("cockpitScreen.next()")
    wall.page.until(lambda: wall.page.run("return window.unreloaded") is None and wall.state()["scenes"])
    assert wall.page.one("#page-screen").get_attribute("data-version") == "another"
    wall.page.run("sessionStorage.clear()")


def test_keys_and_a_hand_stop_the_round_for_two_minutes(wall: Wall) -> None:
    body = wall.page.one("body")
    body.send_keys(Keys.ARROW_RIGHT)
    assert wall.scene == "elderly" and wall.state()["paused"] and "已停住" in wall.text("held")
    wall.forward(seconds=90)
    assert wall.scene == "elderly"
    wall.forward(seconds=31)
    assert wall.scene == "children" and not wall.state()["paused"] and wall.text("held") == ""
    body.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert wall.scene == "overview"
    body.send_keys(Keys.SPACE)  # a second press of a key that stopped it lets it go on
    assert not wall.state()["paused"] and wall.scene == "elderly"
    ActionChains(wall.page.driver).move_by_offset(5, 5).move_by_offset(40, 40).perform()
    assert wall.state()["paused"], "a moved mouse stops it too"
    wall.page.run("document.querySelectorAll('#screen-dots button')[5].dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
    assert wall.scene == "programmes" and wall.state()["paused"]


def test_a_phone_takes_over_and_gives_back(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Hold | None] = [None]
    monkeypatch.setattr("data.screen.presenting.held", lambda *_: told[0])
    wall.ask()
    assert wall.page.one("#screen-code img").get_attribute("src")
    began = datetime(2023, 9, 18, tzinfo=UTC)

    def press(**asked: Any) -> str:
        told[0] = Hold("x", "leader", began, began, **asked)
        wall.ask()
        return wall.scene

    assert press(steps=1) == "elderly" and wall.text("held") == "由手机操作"
    assert wall.page.all("#screen-code img") == []
    wall.forward(minutes=5)
    assert wall.scene == "elderly", "held, it does not turn"
    assert press(scene="funeral") == "funeral" and press(scene="funeral", steps=2) == "programmes"
    assert press(county="410225") == "county:410225" and "兰考县" in wall.text("title")
    assert press(scene="overview", steps=-1).startswith("county:"), "back from the first to the last"
    told[0] = None
    wall.ask()
    assert wall.text("held") == "" and not wall.state()["paused"]
    stood = wall.scene
    wall.forward(seconds=31)
    assert wall.scene != stood


def test_five_hundred_changes_leave_nothing_behind(wall: Wall, monkeypatch: pytest.MonkeyPatch, told: Callable[[str], None]) -> None:
    """Heap and nodes after 20 changes and after 500 more, with refreshes between them; a change's time; the processor between changes."""
    script = """const [many, done] = arguments;
        (async () => {
          const times = [];
          for (let number = 0; number < many; number++) {
            cockpitScreen.next();
            times.push(cockpitScreen.state.took);
            await new Promise((go) => number % 4 ? setTimeout(go) : requestAnimationFrame(go)); // every fourth is painted
          }
          await new Promise((go) => setTimeout(go, 600));
          done(times);
        })()"""
    wall.page.driver.set_script_timeout(60)
    wall.page.size(960, 540)  # a change is laid out all the same, and drawn by this machine's processor in less time
    wall.page.driver.execute_cdp_cmd("Performance.enable", {})

    def weighed() -> list[float]:
        for _ in range(2):
            wall.page.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        return wall.metric("JSHeapUsedSize", "Nodes")

    wall.page.driver.execute_async_script(script, SETTLED)
    heap, nodes = weighed()
    times: list[float] = []
    for number in range(5):
        monkeypatch.setattr("data.facts.version_of", lambda _, number=number: 2000 + number)
        wall.ask()
        times += wall.page.driver.execute_async_script(script, ENDLESS // 5)
    after, more = weighed()
    busy = wall.metric("TaskDuration")[0]
    wall.page.driver.execute_async_script("setTimeout(arguments[0], 2000)")
    idle = (wall.metric("TaskDuration")[0] - busy) / 2
    slowest = max(times)
    told(
        f"wall: {ENDLESS} changes, heap {heap / 2**20:.1f} → {after / 2**20:.1f} MiB, nodes {nodes:.0f} → {more:.0f}, "
        f"a change {sum(times) / len(times):.1f} ms, {slowest:.0f} at most, {100 * idle:.1f} % of a core between changes"
    )
    assert wall.state()["changes"] >= ENDLESS and len(wall.page.all(".layer")) == 1
    assert after < heap * MORE and more < nodes * MORE, (heap, after, nodes, more)
    assert slowest < 300 and idle < 0.05, (slowest, idle)
    assert json.dumps(wall.state())


def test_a_revoked_screen_says_so(wall: Wall, demonstration: Database) -> None:
    with demonstration.writing() as connection:
        device, token = devices.add(connection, "走廊", who="admin", playlist=USUAL)
    wall.page.driver.get(f"{wall.page.site}/screen/enter#{token}")
    wall.page.until(lambda: wall.state()["scenes"])
    assert token not in wall.page.driver.current_url
    with demonstration.writing() as connection:
        devices.revoke(connection, device.id, who="admin")
    wall.ask()
    assert wall.page.one("#screen-stopped").is_displayed() and wall.page.one("#screen-stopped").text == "此屏已停用"
    for said in wall.page.complaints():
        assert "401" in said, said
