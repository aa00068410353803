"""A webhook's other side on loopback: remembers what came and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`answers` are given in turn, the last one for ever: status and body."""

    answers: list[tuple[int, str]]
    address: str = ""
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def json(self, at: int = -1) -> Any:
        return json.loads(self.came[at][2])


@contextmanager
def receiving(*answers: tuple[int, str]) -> Iterator[Receiver]:
    """A running receiver; robots answer `{"errcode":0}`."""
    found = Receiver(list(answers) or [(200, '{"errcode":0,"errmsg":"ok"}')])

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((self.path, dict(self.headers), body))
            status, text = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    found.address = f"http://127.0.0.1:{server.server_port}/robot?access_token=abc"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
