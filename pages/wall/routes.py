"""`/screen` and what a wall asks for: its document, which holds no datum, and its payload, the same bytes for all.

The payload's answer also says who presents on this very wall and which code it shows; that is in the headers, not in the shared bytes.
"""

from __future__ import annotations

import json
from typing import Any

import flask
import segno
from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from access import session
from access.doors import EVERYONE, route_for
from access.session import database
from data.indicators.moment import Moment, moment
from data.screen import devices, playlists, presenting
from data.screen.playlists import USUAL, Playlist, PlaylistError
from pages.wall import entering, kept, present
from pages.wall.version import version

PASSED_ON = ("playlist", "slots")  # what the document's address hands to the payload's

blueprint = Blueprint("screen", __name__, template_folder="templates")
blueprint.add_url_rule("/screen/enter", "enter", entering.enter)
blueprint.add_url_rule("/screen/enter", "come_in", entering.come_in, methods=["POST"])
blueprint.add_url_rule("/screen/present/<code>", "present", present.present)
blueprint.add_url_rule("/screen/present/<code>", "command", present.command, methods=["POST"])


@blueprint.get("/screen")
@route_for(EVERYONE)
def wall() -> str:
    """For everybody who is signed in, and enrolled devices; what it shows is what the role screen may see."""
    asked: dict[str, Any] = {name: found for name in PASSED_ON if (found := request.args.get(name, ""))}
    device = session.device()
    return render_template("screen.html", version=version(), payload=url_for(".payload", **asked), device=device.id if device else "")


@blueprint.get("/screen/payload")
@route_for(EVERYONE, by_timer=True)
def payload() -> flask.Response:
    """What every wall shows; 304 where it still is what the asker has. An enrolled device is seen by asking."""
    device, here = session.device(), session.wall()
    with moment(database()) as now:
        found = _wanted(now)
        hold = presenting.held(now.connection, here) if here else None
    answer = flask.Response(status=304) if found is None or found.mark == _mark() else _sent(found)
    answer.headers["Screen-Mark"] = found.mark if found else _mark()
    if hold:
        answer.headers["Screen-Hold"] = json.dumps(hold.told)
    elif here:
        answer.headers["Screen-Code"] = presenting.code_of(session.secret(), here)
    if device:
        devices.note_seen(database(), device, address=session.address(), agent=request.user_agent.string)
    return answer


@blueprint.get("/screen/code.svg")
@route_for(EVERYONE, by_timer=True)
def code() -> flask.Response:
    """This wall's code as a picture to be scanned: the address of the page where it is presented from."""
    here = session.wall()
    if not here:
        raise NotFound
    address = url_for("screen.present", code=presenting.code_of(session.secret(), here), _external=True)
    picture = segno.make(address, error="m", micro=False).svg_inline(svgclass=None, lineclass=None, border=2, light="#fff", omitsize=True)
    return flask.Response(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), mimetype="image/svg+xml")


def _mark() -> str:
    """The mark of what the asker has; empty where it has nothing."""
    return request.headers.get("If-None-Match", "").strip('W/"')


def _wanted(now: Moment) -> kept.Kept | None:
    """The payload asked for: of the device's playlist, of one named, or, for an administrator, of places to be tried out.

    None while it is worked out for another and the asker has the one before.
    """
    tried = request.args.get("slots")
    who = session.person()
    if tried and who and who.role == "admin":
        try:
            slots = playlists.read_slots(_read(tried), playlists.counties_of(now.connection))
        except PlaylistError as error:
            raise BadRequest(str(error)) from None
        return kept.made(now, slots)  # tried out once: nobody else asks for it
    return kept.payload(now, _playlist(now, request.args.get("playlist", "")), wait=not _mark())


def _playlist(now: Moment, name: str) -> Playlist:
    device = session.device()
    if device:
        return playlists.played(now.connection, device.playlist)
    found = playlists.find(now.connection, name or USUAL)
    if found is None:
        raise NotFound("没有这个播放单。")
    return found


def _read(text: str) -> Any:
    """`overview~30~deaths,elderly~20` as the places it says."""
    out = []
    for one in text.split(","):
        scene, seconds, indicator = [*one.split("~"), "", ""][:3]
        out.append({"scene": scene, "seconds": int(seconds) if seconds.isdecimal() else 0, "indicator": indicator})
    return out


def _sent(found: kept.Kept) -> flask.Response:
    answer = flask.Response(mimetype="application/json")
    if "br" in request.accept_encodings:
        answer.set_data(found.packed)
        answer.headers["Content-Encoding"] = "br"
    else:
        answer.set_data(found.plain)
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
