"""What went wrong, in words: a page for people, problem JSON (RFC 9457) under /api/, a line of text for callbacks. Never a stack trace."""

from __future__ import annotations

import flask
from dash.exceptions import DependencyException
from flask import current_app, render_template, request
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from access import limits
from access.headers import OPEN_FOLDERS
from data.database import Busy

WORDS = {
    400: "请求不完整或已过期，请刷新页面后重试。",
    401: "请先登录。",
    403: "您的账号不能打开这一页。",
    404: "没有这个页面。",
    405: "这个地址不接受这种请求。",
    413: "提交的内容太大。",
    414: "地址太长。",
    415: "不接受这种类型的内容。",
    429: "请求太频繁，请稍后再试。",
    500: "服务器出错了，错误已记入日志。",
    503: "数据库暂时不可用，请稍后再试。",
}


def init(server: flask.Flask) -> None:
    """Answer every error of this server in words. A blueprint's own handlers come first."""
    server.register_error_handler(HTTPException, answer)
    server.register_error_handler(DatabaseError, _database_lost)
    server.register_error_handler(Busy, _busy)
    server.register_error_handler(DependencyException, _no_such_file)
    server.register_error_handler(FileNotFoundError, _no_such_file)


def answer(error: HTTPException) -> flask.typing.ResponseReturnValue:
    """The error as the one who asked can read it; redirects and ready-made answers pass."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    words = _words(error)
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
    if error.code == 429:
        headers.append(("Retry-After", str(limits.wait())))
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": error.name, "status": error.code, "detail": words}
        response = flask.make_response(flask.json.dumps(body, ensure_ascii=False))
        response.mimetype = "application/problem+json"
        if error.code == 401:
            headers.append(("WWW-Authenticate", "Bearer"))
    elif request.path.startswith("/_"):
        response = flask.make_response(words)
        response.mimetype = "text/plain"
    else:
        response = flask.make_response(render_template("problem.html", code=error.code, words=words))
    response.headers.extend(headers)
    response.status_code = error.code
    return response


def _words(error: HTTPException) -> str:
    """The error's own words where they are ours (Chinese), else those for its code."""
    own = error.description or ""
    return own if any("\u4e00" <= letter <= "\u9fff" for letter in own) else WORDS.get(error.code or 500, WORDS[400])


def _database_lost(error: DatabaseError) -> flask.typing.ResponseReturnValue:
    current_app.logger.error("database: %s", error.orig, exc_info=error)
    return answer(ServiceUnavailable())


def _busy(error: Busy) -> flask.typing.ResponseReturnValue:
    return answer(ServiceUnavailable(str(error)))


def _no_such_file(error: Exception) -> flask.typing.ResponseReturnValue:
    """A component library that Dash does not know, or a file it names without having it. Its own words would list all it has."""
    if not request.path.startswith(OPEN_FOLDERS):
        raise error
    return answer(NotFound())
