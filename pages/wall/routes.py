"""`/screen`: the wall's document, a plain page whose one script fetches what it shows. It holds no datum and asks no database."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import flask
from flask import Blueprint, render_template, request, url_for

from access.doors import EVERYONE, route_for
from access.session import database
from data.cache import shelf_of
from data.indicators.moment import moment
from pages.wall.payload import compose
from pages.wall.version import version

blueprint = Blueprint("screen", __name__, template_folder="templates")


@blueprint.get("/screen")
@route_for(EVERYONE)
def wall() -> str:
    """For everybody who is signed in; what it shows is what the role `screen` may see."""
    asked = {name: found for name in ("playlist",) if (found := request.args.get(name, ""))}
    address = url_for(".payload") + (f"?{urlencode(asked)}" if asked else "")
    return render_template("screen.html", version=version(), payload=address, device="")


@blueprint.get("/screen/payload")
@route_for(EVERYONE)
def payload() -> flask.Response:
    """What every wall shows; 304 where it still is what the asker has."""
    with moment(database()) as now:
        key = ("screen", now.refresh, now.today, version())
        body = shelf_of(database()).keep(key, lambda: json.dumps(_told(compose(now)), ensure_ascii=False).encode())
    mark = sha256(body).hexdigest()[:20]
    answer = flask.Response(b"" if request.headers.get("If-None-Match") == mark else body, mimetype="application/json")
    answer.status_code = 304 if request.headers.get("If-None-Match") == mark else 200
    answer.headers["Screen-Mark"] = mark
    return answer


def _told(made: dict[str, Any]) -> dict[str, Any]:
    return {"version": version(), **made}
