"""Signing in as a person at a desk meets it: locked out, asked for a new password, signed out by idleness or by someone, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from access import people, sessions
from tests.conftest import PASSWORD, Clock

if TYPE_CHECKING:
    from data.database import Database
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser
FIELDS = """
const part = (namespace, type, props) => ({ namespace, type, props });
const field = (type, id, more) => part("dash_core_components", type, { id, ...more });
const fields = [field("Input", "overview-remark", { type: "text" }), field("Textarea", "overview-letter", {}),
  field("Input", "overview-secret", { type: "password" }), field("Input", "overview-untouched", { type: "text", value: "2023" })];
dash_clientside.set_props("overview-trouble", { children: part("dash_html_components", "Div", { children: fields }) });
"""


@pytest.fixture
def desk(browser: Page) -> Page:
    """A browser nobody is signed in with, its console empty."""
    browser.size(1440, 900)
    browser.driver.get(browser.site + "/login")
    browser.run("sessionStorage.clear()")
    browser.driver.delete_all_cookies()
    browser.driver.get(browser.site + "/login")
    browser.complaints()
    return browser


def account(database: Database, name: str, *, must_change: bool = False) -> str:
    with database.writing() as connection:
        people.add(connection, name, PASSWORD, "leader", must_change=must_change)
    return name


def enter(page: Page, name: str, password: str = PASSWORD) -> None:
    """Fill in the form that is shown, and wait for the answer."""
    shown = page.until(lambda: page.one("#page-login"))
    page.run("document.getElementById('login-username').value = ''")
    page.one("#login-username").send_keys(name)
    page.one("#login-password").send_keys(password)
    page.one("#login-submit").click()
    page.until(lambda: shown not in page.all("#page-login") and page.run("return document.readyState") == "complete")


def troubles(page: Page) -> list[str]:
    """The console, without its word for each answer that says no: that is how a 401 looks there."""
    return [entry for entry in page.complaints() if "status of 401" not in entry and "status of 422" not in entry]


def fields(page: Page) -> dict[str, str]:
    names = ("remark", "letter", "secret", "untouched")
    return {name: str(page.one(f"#overview-{name}").get_property("value")) for name in names}


def test_five_wrong_passwords_shut_the_door_for_a_quarter_of_an_hour(desk: Page, demonstration: Database, clock: Clock) -> None:
    name = account(demonstration, "kept-out")
    said = set()
    for _ in range(5):
        enter(desk, name, "wrong")
        said.add(desk.one("#login-problem").text)
    enter(desk, name)
    said.add(desk.one("#login-problem").text)
    assert said == {"用户名或密码不对。连续输错五次，账号锁定 15 分钟。"}
    clock.on(minutes=15)
    enter(desk, name)
    desk.drawn()
    assert desk.texts(".me b") == [name]
    assert troubles(desk) == []


def test_a_first_sign_in_asks_for_a_new_password_and_leads_on(desk: Page, demonstration: Database) -> None:
    name = account(demonstration, "newcomer", must_change=True)
    desk.driver.get(desk.site + "/?period=2023-08")
    enter(desk, name)
    assert desk.one("#password-due").text == "首次登录或密码被重置后，须先修改密码。"
    desk.driver.get(desk.site + "/?period=2023-08")
    assert desk.one("#page-password") and desk.query["next"] == "/?period=2023-08"

    def change(new: str) -> None:
        shown = desk.one("#page-password")
        for field, text in (("old", PASSWORD), ("new", new), ("repeat", new)):
            desk.one(f"#password-{field}").send_keys(text)
        desk.one("#password-submit").click()
        desk.until(lambda: shown not in desk.all("#page-password"))

    change("onlysmallletters")
    assert "种类不够" in desk.one("#password-problem").text and "至少三种" in desk.one("#password-problem").text
    change("New-password-1")
    desk.drawn()
    assert desk.query == {"period": "2023-08"}
    assert troubles(desk) == []


def test_an_idle_session_leads_to_the_form_and_back_with_what_was_typed(desk: Page, demonstration: Database, clock: Clock) -> None:
    enter(desk, account(demonstration, "idler"))
    desk.open("/?period=2023-08")
    desk.run(FIELDS)
    desk.until(lambda: desk.one("#overview-remark")).send_keys("杞县的进度要核实")
    desk.one("#overview-letter").send_keys("第一行\n第二行")
    desk.one("#overview-secret").send_keys("not to be kept")
    clock.on(minutes=30)
    desk.click(".per button:first-child")
    desk.until(lambda: desk.all("#page-login"))
    assert desk.query["next"] == "/?period=2023-07"
    assert "not to be kept" not in desk.run("return JSON.stringify(sessionStorage)")
    enter(desk, "idler")
    desk.drawn()
    assert desk.query == {"period": "2023-07"} and desk.values(".card", "data-period") == {"2023-07"}
    desk.run(FIELDS)
    desk.until(lambda: fields(desk)["letter"])
    assert fields(desk) == {"remark": "杞县的进度要核实", "letter": "第一行\n第二行", "secret": "", "untouched": "2023"}
    desk.until(lambda: desk.run("return dash_component_api.getLayout('overview-letter').props.value") == "第一行\n第二行")
    assert desk.run("return sessionStorage.length") == 0
    assert [entry for entry in troubles(desk) if "Password field" not in entry] == []  # the bare one put in above


def test_what_one_has_typed_is_not_shown_to_another(desk: Page, demonstration: Database) -> None:
    name = account(demonstration, "first-at-the-desk")
    enter(desk, name)
    desk.open("/?period=2023-08")
    desk.run(FIELDS)
    desk.until(lambda: desk.one("#overview-remark")).send_keys("只给自己看")
    with demonstration.writing() as connection:
        sessions.end_all(connection, name)
    desk.click(".per button:first-child")
    desk.until(lambda: desk.all("#page-login"))
    assert "只给自己看" in desk.run("return JSON.stringify(sessionStorage)")
    enter(desk, account(demonstration, "second-at-the-desk"))
    desk.drawn()
    desk.run(FIELDS)
    desk.until(lambda: desk.one("#overview-remark"))
    assert fields(desk)["remark"] == ""
    assert desk.run("return sessionStorage.length") == 0


def test_an_administrator_ends_a_session_under_the_open_page(desk: Page, demonstration: Database) -> None:
    name = account(demonstration, "sent-away")
    enter(desk, name)
    desk.drawn()
    with demonstration.writing() as connection:
        [session] = sessions.standing(connection, name)
        sessions.end_session(connection, session.id)
    desk.click(".per button:first-child")
    desk.until(lambda: desk.all("#page-login"))
    assert desk.query["next"].startswith("/?period=")
    assert troubles(desk) == []


@pytest.mark.parametrize(("width", "phone"), [(1440, False), (390, True)])
def test_one_click_ends_all_ones_sessions(desk: Page, demonstration: Database, width: int, phone: bool) -> None:
    name = account(demonstration, f"tidy-{width}")
    with demonstration.writing() as connection:
        sessions.open_session(connection, name, address="2001:db8:1111:2222:3333:4444:5555:6666", agent="Firefox/115.0 Windows")
    enter(desk, name)
    desk.drawn()
    desk.size(width, 844, phone=phone)
    desk.run("window.scrollTo(0, document.body.scrollHeight)")  # a phone's tabs lie over the foot of the page until its end
    desk.click("#shell-sessions")
    desk.until(lambda: desk.all("#page-sessions"))
    assert len(desk.all("[data-session]")) == 2 and len(desk.all(".plain-here")) == 1
    assert desk.run("return document.documentElement.scrollWidth") == width
    small = "return [...document.querySelectorAll('button, a')].filter(one => one.offsetHeight < 44).map(one => one.textContent)"
    assert desk.run(small) == []
    desk.click("#sessions-end-all")
    desk.until(lambda: desk.all("#page-login"))
    with demonstration.reading() as connection:
        assert sessions.standing(connection, name) == []
    assert troubles(desk) == []
