"""How often one address may ask: far above what people at their desks do, low enough that one script can't hold up the rest."""

from __future__ import annotations

import time

import flask
from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

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
