"""Static files as they travel: compressed once per process and file, then taken from memory. Figures travel as they are, they are small."""

from __future__ import annotations

import flask
from flask import request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

FOLDERS = ("/assets/", "/_dash-component-suites/")
TYPES = ["text/css", "text/javascript", "application/javascript", "application/json", "application/geo+json", "image/svg+xml"]


def init(server: flask.Flask) -> None:
    """Compress what every browser loads. Called last, so that answers are sealed before they are packed."""
    server.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_CACHE_BACKEND=DictCache,
        COMPRESS_CACHE_KEY=_version,
    )
    compress = Compress(server)

    @server.after_request
    def pack(response: flask.Response) -> flask.Response:
        if not request.path.startswith(FOLDERS) or response.status_code != 200 or response.mimetype not in TYPES:
            return response
        response.direct_passthrough = False
        etag = response.get_etag()[0]
        flask.g.version = f"{request.path} {etag or response.content_length}"
        response.set_data(response.get_data())
        return compress.after_request(response)


def _version(_: flask.Request) -> str:
    version: str = flask.g.version
    return version
