"""Account and time stand over every page that a signed-in person sees, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

import dash
from flask import Flask, g
from flask.testing import FlaskClient

from access.people import Person
from access.watermark import UNMARKED
from components.plain import plain
from components.watermark import mark, tile

Visit = Callable[..., FlaskClient]
TEXT = re.compile(r'data-watermark="(leader-\d+) \d{4}-\d\d-\d\d \d\d:\d\d"')


def test_every_page_but_the_wall_is_laid_out_with_it(server: Flask) -> None:
    moment = datetime(2023, 9, 18, tzinfo=UTC)
    for page in dash.page_registry.values():
        with server.test_request_context("/"):
            g.person = Person("张三", "admin", "", "", False, False, False, moment, moment)
            laid_out = plain(page["layout"]())
        found = re.findall(r"'data-watermark': '张三 (\d{4}-\d\d-\d\d \d\d:\d\d)'", str(laid_out))
        assert len(found) == (page["path"] not in UNMARKED), page["path"]
    assert set(UNMARKED) == {"/screen"}


def test_a_page_changed_within_the_frame_brings_its_own(server: Flask, visit: Visit) -> None:
    """Going to another page asks for that page's layout alone."""
    leader = visit(server, "leader")
    asked = {
        "output": "_pages_content.children@x",
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": "/"},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
    }
    one = next(one for one in leader.get("/_dash-dependencies").json if "_pages_content" in one["output"])
    outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in one["output"].strip(".").split("...")]
    answer = leader.post("/_dash-update-component", json={**asked, "output": one["output"], "outputs": outputs})
    assert answer.status_code == 200 and "data-watermark" in answer.text and "leader-" in answer.text


def test_plain_pages_carry_it_and_the_sign_in_does_not(server: Flask, visit: Visit) -> None:
    leader = visit(server, "leader")
    for path in ("/password", "/sessions"):
        assert TEXT.search(leader.get(path).text), path
    assert "watermark" not in server.test_client().get("/login").text


def test_it_is_drawn_from_the_text_alone_and_no_name_escapes_it() -> None:
    assert mark("zhang", datetime(2023, 9, 18, 10, 5)) == "zhang 2023-09-18 10:05"
    drawn = unquote(tile("<b>&'\" 张"))
    assert drawn.startswith("data:image/svg+xml,<svg") and "&lt;b&gt;&amp;&#x27;&quot; 张" in drawn
    assert '"' not in tile("x\"y'") and "'" not in tile("x\"y'") and ")" not in tile("x)")
