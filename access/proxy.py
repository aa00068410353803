"""The asker's real address and scheme when a proxy on this machine stands in front; anyone else's word for it counts nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class LocalProxy:
    """WSGI: believe X-Forwarded-For, -Proto and -Host from the loopback address alone."""

    def __init__(self, app: WSGIApplication) -> None:
        self.direct = app
        self.proxied = ProxyFix(app, x_for=1, x_proto=1, x_host=1)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "HTTP_X_FORWARDED_FOR" in environ:
            return self.proxied(environ, start_response)
        for name in [name for name in environ if name.startswith("HTTP_X_FORWARDED_")]:
            del environ[name]  # so that nothing further in can take it for true
        return self.direct(environ, start_response)
