"""`flask screen …`: the wall's devices and playlists, and still pictures of its scenes. Each change is written down, as in the browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from access import audit, session
from access.session import cockpit, database
from commands.chromium import ChromiumError, picture, program
from commands.people import system_user
from data.clock import local
from data.screen import devices, playlists
from data.screen.playlists import USUAL
from data.screen.scenes import SCENES
from data.settings import ROOT

ENTER = "/screen/enter"
SIZES = ("1920x1080", "3840x2160", "3840x1080")
WIDE = 2.6  # from this aspect on two scenes stand side by side
DRAWN = """location.pathname === "/screen" && cockpitScreen.state.scenes.length > 0 && document.fonts.status === "loaded"
  && !document.querySelector("#screen-stage .out") && [...document.images].every((one) => one.complete)"""


@click.group("screen", help="大屏：设备、播放单、静态画面。")
def screen_group() -> None:
    """The wall."""


@screen_group.group("device", help="大屏设备：新增（给出链接）、列出、换播放单、停用。")
def device_group() -> None:
    """Devices."""


@device_group.command("add", help="新增一块大屏，打印它的链接；链接只显示这一次。")
@click.argument("name")
@click.option("--playlist", default=USUAL, show_default=True, help="播放单的名称。")
@click.option("--site", default="", metavar="https://主机", help="驾驶舱的地址；缺省为本机的 HOST 和 PORT。")
@with_appcontext
def add(name: str, playlist: str, site: str) -> None:
    with database().writing() as connection:
        device, token = devices.add(connection, name, who=system_user(), playlist=playlist)
        _write_down(connection, f"新增大屏“{device.name}”（{device.id}），播放单“{playlist}”")
    click.echo(f"{site.rstrip('/') or _site()}{ENTER}#{token}")


@device_group.command("list", help="列出大屏：编号、名称、播放单、最近在线、地址、状态。")
@with_appcontext
def list_devices() -> None:
    with database().reading() as connection:
        found = devices.every(connection)
    for one in found:
        seen = f"{local(one.last_seen_at):%Y-%m-%d %H:%M}" if one.last_seen_at else "-"
        state = "已停用" if one.revoked_at else "在线" if one.present else "不在线"
        click.echo("\t".join((one.id, one.name, one.playlist, seen, one.address or "-", state)))


@device_group.command("play", help="让一块大屏换一个播放单，几秒内生效。ID 见 flask screen device list。")
@click.argument("id")
@click.argument("playlist")
@with_appcontext
def play(id: str, playlist: str) -> None:
    with database().writing() as connection:
        device = devices.play(connection, id, playlist)
        _write_down(connection, f"大屏“{device.name}”（{device.id}）改放“{playlist}”")
    click.echo(f"大屏“{device.name}”改放“{playlist}”。")


@device_group.command("revoke", help="停用一块大屏，链接和登录立即失效。ID 见 flask screen device list。")
@click.argument("id")
@with_appcontext
def revoke(id: str) -> None:
    with database().writing() as connection:
        device = devices.revoke(connection, id, who=system_user())
        _write_down(connection, f"停用大屏“{device.name}”（{device.id}）")
    click.echo(f"已停用大屏“{device.name}”。")


@screen_group.group("playlist", help="播放单：列出、写出、装入、删除。")
def playlist_group() -> None:
    """Playlists."""


@playlist_group.command("list", help="列出播放单：名称、幕数、一轮秒数、改动人。")
@with_appcontext
def list_playlists() -> None:
    with database().reading() as connection:
        found = playlists.every(connection)
    for one in found:
        click.echo("\t".join((one.name, f"{len(one.slots)} 幕", f"{one.seconds} 秒", one.changed_by or "自带")))


@playlist_group.command("show", help="把一个播放单写成 JSON：[{scene, seconds, indicator}]。")
@click.argument("name", default=USUAL)
@with_appcontext
def show(name: str) -> None:
    with database().reading() as connection:
        found = playlists.find(connection, name)
    if found is None:
        raise click.ClickException(f"没有名为“{name}”的播放单。")
    click.echo(json.dumps([slot.told for slot in found.slots], ensure_ascii=False, indent=1))


@playlist_group.command("set", help="由 JSON 文件装入或更换一个播放单，写法同 show；有一处不对整份不收。")
@click.argument("name")
@click.argument("file", type=click.File(encoding="utf-8"))
@with_appcontext
def set_playlist(name: str, file: Any) -> None:
    try:
        given = json.load(file)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"不是 JSON：{error}") from None
    with database().writing() as connection:
        made = playlists.save(connection, name, given, who=system_user())
        _write_down(connection, f"播放单“{made.name}”改为 {len(made.slots)} 幕，一轮 {made.seconds} 秒")
    click.echo(f"播放单“{made.name}”：{len(made.slots)} 幕，一轮 {made.seconds} 秒。")


@playlist_group.command("remove", help=f"删除一个播放单；“{USUAL}”恢复自带的样子。")
@click.argument("name")
@with_appcontext
def remove(name: str) -> None:
    with database().writing() as connection:
        playlists.remove(connection, name)
        _write_down(connection, f"删除播放单“{name}”")
    click.echo(f"已删除播放单“{name}”。")


@screen_group.command("shot", help="把大屏的一幕存成 png，供材料使用；须有 Chromium。")
@click.option(
    "--scene",
    "scenes",
    multiple=True,
    required=True,
    metavar="SCENE",
    help=f"{'、'.join(SCENES)} 或 county:区划代码；3840x1080 并列两幕，可写两次。",
)
@click.option("--indicator", default="", metavar="ID", help="地图上的指标，缺省为该幕自己的。")
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="FILE.png")
@click.option("--size", default=SIZES[0], show_default=True, metavar="宽x高", help=f"如 {'、'.join(SIZES)}。")
@with_appcontext
def shot(scenes: tuple[str, ...], indicator: str, out: Path, size: str) -> None:
    width, height = _size(size)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that device, playlist and server go whatever ends it
    try:
        program()  # before anything is begun
        shown = list(scenes)
        if width / height > WIDE and len(shown) == 1:  # its neighbour beside it, as on the wall
            order = list(SCENES)
            shown.append(order[(order.index(shown[0]) + 1) % len(order)] if shown[0] in order else order[0])
        slots = [{"scene": one, "seconds": 600, "indicator": indicator if at == 0 else ""} for at, one in enumerate(shown)]
        with _enrolled(slots) as token, _served() as site:
            made = picture(f"{site}{ENTER}?still=1#{token}", width, height, ready=DRAWN)
    except ChromiumError as error:
        raise click.ClickException(str(error)) from None
    out.write_bytes(made)
    click.echo(f"已存 {out}（{width}×{height}）。")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal() and 640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise click.BadParameter(f"尺寸写作 宽x高，如 {'、'.join(SIZES)}；宽 640–7680，高 480–4320。", param_hint="--size")
    return int(width), int(height)


@contextmanager
def _enrolled(slots: list[dict[str, Any]]) -> Iterator[str]:
    """The token of a device that is there for one picture, with a playlist of its own; both are gone afterwards."""
    name = f"画面 {os.getpid()}-{time.time_ns() % 10**9}"
    with database().writing() as connection:
        playlists.save(connection, name, slots, who=system_user())
        device, token = devices.add(connection, name, who=system_user(), playlist=name)
        _write_down(connection, f"存静态画面：{'、'.join(slot['scene'] for slot in slots)}")
    try:
        yield token
    finally:
        with database().writing() as connection:
            devices.forget(connection, device.id)
            playlists.remove(connection, name)


@contextmanager
def _served() -> Iterator[str]:
    """A server of its own on the loopback address, on the same database; where it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = database().url.render_as_string(hide_password=False)
    settings = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": session.secret().decode()}
    command = [sys.executable, "-m", "gunicorn", "-c", os.devnull, "-k", "gthread", "--threads", "4"]
    command += ["-b", f"127.0.0.1:{port}", "--chdir", str(ROOT), "--no-control-socket", "app:server"]
    server = subprocess.Popen(  # noqa: S603 - this program itself
        command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise ChromiumError("画面用的服务起不来；先看 flask doctor。")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _site() -> str:
    settings = cockpit().settings
    return f"http://{settings.host}:{settings.port}"


def _write_down(connection: Connection, what: str) -> None:
    audit.append(connection, "screen", who=system_user(), where=audit.COMMAND_LINE, what=what)
