"""`/screen/present/<code>`: the page on the phone of who presents. Plain forms: each press is one question, and works without script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import flask
from flask import render_template, request, url_for
from sqlalchemy.engine import Connection
from werkzeug.exceptions import BadRequest, NotFound

from access import audit, session, sessions
from access.doors import route_for
from access.scope import Role
from access.visitor import browser
from data import clock
from data.screen import devices, presenting
from data.screen.playlists import USUAL, PlaylistError, counties_of, played
from data.screen.presenting import ACTS
from data.screen.scenes import LAGGING, known

PRESENTERS: frozenset[Role] = frozenset({"leader", "chief"})
EXPIRED = "这个码已经换了，请再扫一次大屏上的码。"


@route_for(PRESENTERS)
def present(*, code: str) -> str:
    with session.database().reading() as connection:
        wall, name, playlist = _wall(connection, code)
        hold = presenting.held(connection, wall)
        counties = counties_of(connection)
        titles = known(counties)
        slots = {slot.drawn: titles[slot.scene] for slot in played(connection, playlist).slots if slot.scene != LAGGING}
    left = -((clock.now() - hold.until) // timedelta(minutes=1)) if hold else 0
    who = session.person()
    return render_template(
        "screen_present.html",
        code=code,
        wall=name,
        hold=hold,
        mine=bool(hold and who and hold.who == who.username),
        left=left,
        scenes=slots,
        counties=counties,
        minutes=int(presenting.HELD_FOR.total_seconds() // 60),
    )


@route_for(PRESENTERS)
def command(*, code: str) -> flask.typing.ResponseReturnValue:
    """One press: `act`, with it `scene` or `county`. Taking a wall over, from nobody or from another, stands in the log."""
    who = session.person()
    assert who  # noqa: S101 - the guard lets no stranger in here
    act, scene, county = (request.form.get(name, "") for name in ("act", "scene", "county"))
    with session.database().writing() as connection:
        wall, name, playlist = _wall(connection, code)
        if county and county not in counties_of(connection):
            raise BadRequest("没有这个县区。")
        if scene and scene not in {slot.drawn for slot in played(connection, playlist).slots}:
            raise BadRequest("播放单里没有这一幕。")
        before = presenting.held(connection, wall)
        try:
            after = presenting.act(connection, wall, act, who=who.username, scene=scene, county=county)
        except PlaylistError as error:
            raise BadRequest(str(error)) from None
        if after and (before is None or before.who != who.username):
            audit.append(connection, "screen", who=who.username, where=session.address(), what=f"手机接管{name}")
        elif before and not after:
            audit.append(connection, "screen", who=who.username, where=session.address(), what=f"{ACTS['release']}：{name}")
    return flask.redirect(url_for("screen.present", code=code), 303)


def _wall(connection: Connection, code: str) -> tuple[str, str, str]:
    """Which wall a code is of, what it is called and what it plays. Raises NotFound, in words, where no wall shows it any more."""
    walls = {wall: (name, playlist) for wall, name, playlist in _walls(connection)}
    found = presenting.wall_of(session.secret(), code, walls) if len(code) <= 16 and code.isascii() else None
    if found is None:
        raise NotFound(EXPIRED)
    return found, *walls[found]


def _walls(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for device in devices.every(connection):
        if device.revoked_at is None:
            yield device.wall, f"大屏“{device.name}”", device.playlist
    for one in sessions.standing(connection):
        yield f"session:{one.id}", f"{one.username} 登录的{browser(one.agent)}", USUAL
