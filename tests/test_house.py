"""The rules of the house, held over the whole tree and every route: they cover what is new the day it arrives."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dash
import pytest
from flask import Flask, g
from werkzeug.routing import Rule

from access import doors, people
from access.people import Person
from access.scope import ROLES
from data.datasets import DATASETS
from data.indicators import DECLARED
from data.indicators.indicator import PROGRAMMES
from data.settings import ROOT, Settings
from geo.regions import WORDS

TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
]
FILES = [path for path in TRACKED if path.is_file()]
CODE = [path for path in FILES if path.suffix == ".py" and "versions" not in path.parts]
OWN_TEXTS = [
    path for path in FILES if path.suffix in {".py", ".md", ".toml", ".in", ".txt", ".css", ".js", ".html", ".yaml", ".yml", ".mako", ""}
]
VENDORED = re.compile(r"\.min\.(js|css)$|/fonts/|/vendor/|LICENSE|OFL|plotly")
NAMES_FOR_NOTHING = {
    "utils",
    "util",
    "core",
    "common",
    "services",
    "constants",
    "manager",
    "managers",
    "handler",
    "handlers",
    "helper",
    "helpers",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_tree_was_found() -> None:
    assert len(CODE) > 60 and ROOT / "app.py" in CODE


def test_imports_run_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_nobody_imports_the_app_but_the_tests_and_the_bench() -> None:
    found = re.compile(r"^\s*(from app import|import app\b)", re.MULTILINE)
    assert [name(p) for p in CODE if p.relative_to(ROOT).parts[0] not in ("tests", "bench") and found.search(p.read_text())] == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_opens_with_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not tree.body or ast.get_docstring(tree), f"{name(path)} has no docstring"


def test_no_name_stands_for_nothing_decided() -> None:
    parts = {(name(p), part) for p in FILES for part in (*p.relative_to(ROOT).parts[:-1], p.stem)}
    assert [where for where, part in parts if part in NAMES_FOR_NOTHING] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    places = re.compile(r"(?<![\w.])/(" + "|".join(("work", "root", "home")) + r")/(?!\*)\w")
    allowed = {"deploy"}
    found = [
        f"{name(path)}: {match.group()}"
        for path in OWN_TEXTS
        if path.relative_to(ROOT).parts[0] not in allowed and not VENDORED.search(name(path))
        for match in places.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


def _hosts(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})", text):
        yield match.group(1)


# Names of schemas, never asked for; hosts that stand for “elsewhere” in tests; and where a licence or a map's rules can be read.
SCHEMAS = {
    "www.w3.org",
    "schemas.openxmlformats.org",
    "json-schema.org",
    "purl.org",
    "purl.oclc.org",
    "openxmlformats.org",
    "schemas.microsoft.com",
}
EXAMPLES = re.compile(r"(^|\.)example(\.org|\.com)?$|\.internal$|\.example$")


def test_nothing_is_fetched_from_outside() -> None:
    sent = [path for path in FILES if path.suffix in {".py", ".css", ".js", ".html"} and not VENDORED.search(name(path))]
    found = [
        f"{name(path)}: {host}"
        for path in sent
        for host in _hosts(path.read_text(errors="replace"))
        if host not in SCHEMAS and not EXAMPLES.search(host)
    ]
    assert found == []


def test_no_key_word_of_a_package_index_is_written_down() -> None:
    listed = [path for path in FILES if path.name.startswith("requirements") or path.name in ("Makefile", "pyproject.toml", "run")]
    assert len(listed) >= 6
    for path in listed:
        text = path.read_text()
        assert not re.search(r"index-url|find-links|--index|://(?!127\.0\.0\.1)", text), name(path)
    for pinned in ("requirements.txt", "requirements-test.txt"):
        assert all("==" in line for line in (ROOT / pinned).read_text().splitlines())


def test_the_two_lists_of_packages_agree() -> None:
    def pins(file: str) -> set[str]:
        return set((ROOT / file).read_text().split("\n")) - {""}

    assert pins("requirements.txt") <= pins("requirements-test.txt")
    compiled = {re.split(r"[=\[]", line)[0].lower().replace(".", "-") for line in pins("requirements.txt")}
    for line in (ROOT / "requirements.in").read_text().split():
        assert re.split(r"[=\[]", line)[0].lower().replace(".", "-") in compiled, line


def test_the_glossary_holds_every_declared_name() -> None:
    pairs = [*ROLES.items(), *WORDS.items(), *PROGRAMMES.items()]
    pairs += [(declared.name, declared.title) for declared in DATASETS.values()]
    pairs += [(declared.id, declared.name) for declared in DECLARED.values()]
    wanted = {f"| {title} | `{key}` |" for key, title in pairs}
    derived = (ROOT / "docs/glossary.md").read_text().split("\n## 角色\n")[1]
    assert {line for line in derived.splitlines() if "`" in line} == wanted


def test_the_readme_names_what_is_there() -> None:
    text = (ROOT / "README.md").read_text()
    for path in re.findall(r"`((?:docs|deploy)/[\w./-]+)`|\((docs/images/[\w.-]+)\)", text):
        assert (ROOT / "".join(path)).exists(), path
    assert people.DEMONSTRATION_PASSWORD in text
    for account in people.DEMONSTRATION:
        assert f"| `{account[0]}` | {ROLES[account[1]]}" in text
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in text, name


def test_every_promise_of_security_names_a_test_that_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text()
    rows = re.findall(r"^\| ([^|\n]+) \| ([^|\n]*tests/[^|\n]*) \|$", text.split("## 运维要做什么")[0], re.MULTILINE)
    promised = [line for line in text.split("## 运维要做什么")[0].splitlines() if line.startswith("| ") and not line.startswith("| 保证 |")]
    assert len(rows) == len(promised) > 20, "each promise names the test that holds it"
    named = set(re.findall(r"`((?:tests|access|deploy|assets)/[\w./-]+)`", text)) | {
        f"docs/{link}" for link in re.findall(r"\]\(([\w./-]+)\)", text)
    }
    assert sorted(path for path in named if not (ROOT / path).is_file()) == []
    assert {name(path) for path in FILES if name(path).startswith("tests/access/test_")} <= named, "a test of access that no promise names"
    for file in ("README.md", "docs/architecture.md"):
        assert "docs/security.md" in (ROOT / file).read_text(), file


def _address(rule: Rule) -> str:
    return re.sub(r"<[^>]*>", "x", rule.rule)


def test_every_route_says_whom_it_is_for(server: Flask) -> None:
    """A route that does not is closed to everyone; better to be told here than by the first who meets it."""
    silent = [
        rule.rule for rule in server.url_map.iter_rules() if doors.audience(rule.endpoint, server.view_functions.get(rule.endpoint)) is None
    ]
    assert silent == [], "say `@route_for(...)` below the route"
    open_to_anyone = {
        rule.rule
        for rule in server.url_map.iter_rules()
        if (found := doors.audience(rule.endpoint, server.view_functions[rule.endpoint])) and None in found.roles
    }
    assert {rule for rule in open_to_anyone if not rule.startswith("/sso/")} == {
        "/login",
        "/screen/enter",  # where a device comes in by its link: a form, as /login is
        "/healthz",
        "/readyz",
        "/_favicon.ico",
        "/assets/<path:filename>",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    }, "what is open to strangers holds no datum; say why here, in docs/security.md and in the contracts"


def test_every_route_is_closed_to_strangers(server: Flask) -> None:
    """Not one forgotten: what does not say that it is for anyone answers 401, 403 or leads to the sign-in."""
    client = server.test_client()
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    seen = 0
    for rule in server.url_map.iter_rules():
        path = _address(rule)
        found = doors.audience(rule.endpoint, server.view_functions[rule.endpoint])
        if found and None in found.roles:
            continue
        for method in (rule.methods or set()) - {"OPTIONS"}:
            seen += 1
            kept_away = {"environ_base": {"REMOTE_ADDR": "198.51.100.9"}} if path == "/metrics" else {}
            answer = client.open(path, method=method, headers=own, **kept_away)
            assert answer.status_code in (301, 302, 400, 401, 403), f"{method} {path}: {answer.status_code}"
            if answer.status_code in (301, 302):
                assert answer.headers["Location"].startswith("/login"), f"{method} {path}"
    assert seen > 10


def test_every_callback_is_closed_to_strangers_and_belongs_to_a_door(server: Flask) -> None:
    from app import app

    client = server.test_client()
    known = {door.page for door in doors.DOORS} | doors.FRAME
    keys = [output for output, callback in app.callback_map.items() if "callback" in callback]
    assert keys
    for output in keys:
        asked = {"output": output, "inputs": [], "outputs": [], "changedPropIds": []}
        answer = client.post("/_dash-update-component", json=asked, headers={"Origin": "http://localhost"})
        assert answer.status_code == 401, output
        assert any(doors.may_call(role, output) for role in doors.EVERYONE), f"{output} begins with no page's name; pages: {sorted(known)}"


def test_every_page_has_a_door_and_every_door_a_page(server: Flask) -> None:
    pages = {
        re.sub(r"<[^>]*>", "*", page["path_template"] or page["path"])
        for page in dash.page_registry.values()
        if not page["module"].endswith("not_found_404")
    }
    assert pages == {door.path for door in doors.DOORS}


def test_every_layout_is_free_of_queries(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A layout is sent before anything is known about who asks for what: it holds places, callbacks fill them."""

    def touched(*_: object, **__: object) -> None:
        raise AssertionError("a layout opened the database")

    monkeypatch.setattr("data.database.Database.reading", touched)
    moment = datetime(2023, 9, 18, tzinfo=UTC)
    shown = 0
    for page in dash.page_registry.values():
        variables = dict.fromkeys(re.findall(r"<(\w+)>", page["path_template"] or ""), "x")
        role = next((next(iter(door.roles)) for door in doors.DOORS if door.path == (page["path_template"] or page["path"])), "leader")
        with server.test_request_context("/"):
            g.person = Person("x", role, "", "", False, False, False, moment, moment)
            shown += page["layout"](**variables, period="2023-06") is not None if callable(page["layout"]) else 1
    assert shown == len(dash.page_registry) > 0
