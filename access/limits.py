"""How often one address may ask, and how much it may send where nobody said how much it would be.

Often: far above what people at their desks do, low enough that one script can't hold up the rest.
"""

from __future__ import annotations

import io
import time
from typing import IO

import flask
from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

LOOPBACK = frozenset({"127.0.0.1", "::1"})
PER_ADDRESS = "7200 per minute"  # 120 a second; an office behind one address that stays under 100 never meets it


def _from_this_machine() -> bool:
    """Asked on the machine itself, without a proxy between: a probe or a bench, nobody's browser elsewhere."""
    return request.remote_addr in LOOPBACK


# Should the shared store be lost, each process counts for itself.
limiter = Limiter(
    get_remote_address,
    application_limits=[PER_ADDRESS],
    application_limits_exempt_when=_from_this_machine,
    in_memory_fallback_enabled=True,
)


def init(server: flask.Flask, storage: str) -> None:
    """Count before anything else is done; `storage` is the Redis all processes share, or empty: each its own memory."""
    server.config["RATELIMIT_STORAGE_URI"] = storage or "memory://"
    limiter.init_app(server)


def wait() -> int:
    """Seconds until the limit that was just met is over."""
    met = limiter.current_limit
    return max(1, met.reset_at - int(time.time())) if met else 60


def hold_to(largest: int) -> None:
    """Take no more than so many bytes of the request at hand: 413 by the announced length, or when more than that has come."""
    request.max_content_length = largest
    if (request.content_length or 0) > largest:
        raise RequestEntityTooLarge
    if request.content_length is None and request.environ.get("wsgi.input_terminated"):
        request.environ["wsgi.input"] = Pieces(request.environ["wsgi.input"], largest)
        request.max_content_length = largest + 1  # so that the pieces' own end comes first


class Pieces(io.RawIOBase):
    """A body that comes in chunks, without an announced length: read to the limit, refused beyond it.

    Werkzeug alone would stop at the limit and hand on what it has, as if that were all.
    """

    def __init__(self, stream: IO[bytes], largest: int) -> None:
        self._stream, self._left = stream, largest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except ParseException as error:  # the server's own: the chunks are not well-formed
            raise BadRequest from error
        self._left -= len(data)
        if self._left < 0:
            raise RequestEntityTooLarge
        buffer[: len(data)] = data
        return len(data)
