"""`/charts/taken`: a chart was saved as a picture. The browser draws it; that it was taken stands in the log before it is."""

from __future__ import annotations

import flask
from flask import request
from werkzeug.exceptions import BadRequest

from access import session
from access.doors import STAFF, route_for

LONGEST = 100  # characters of a title


@route_for(STAFF)
def chart_taken() -> flask.Response:
    title, kind = request.args.get("title", "").strip()[:LONGEST], request.args.get("kind", "")
    if not title or kind not in ("svg", "png"):
        raise BadRequest("title 应为图的标题，kind 应为 svg 或 png。")
    if request.method != "HEAD":
        session.note("export", f"图：{title}，{kind}")
    return flask.Response(status=204)
