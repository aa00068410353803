"""A page as a picture, by Chromium without a window: driven over its own pipe, so that nothing has to be installed beside it."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--hide-scrollbars",
    "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PATIENCE = 60  # seconds the page may take


class ChromiumError(RuntimeError):
    """There is no Chromium, or it shows nothing; the message says so, in Chinese."""


def program() -> str:
    """Where Chromium is. Raises ChromiumError where it is not."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise ChromiumError("没有找到 Chromium。在 Debian 或 Ubuntu 上：apt-get install chromium，再运行一次。")
    return found


def picture(address: str, width: int, height: int, *, ready: str) -> bytes:
    """The page at an address as png, of so many pixels, once the script `ready` says true.

    Raises ChromiumError where there is no Chromium or the page is not ready in time.
    """
    with _running(program()) as browser:
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        page = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.ask("Emulation.setDeviceMetricsOverride", page, width=width, height=height, deviceScaleFactor=1, mobile=False)
        browser.ask("Page.navigate", page, url=address)
        deadline = time.monotonic() + PATIENCE
        while not browser.says(page, ready):
            if time.monotonic() > deadline:
                raise ChromiumError(f"画面在 {PATIENCE} 秒内没有画好。")
            time.sleep(0.1)
        shot = browser.ask("Page.captureScreenshot", page, format="png", captureBeyondViewport=False)
        return base64.b64decode(shot["data"])


class _Browser:
    """A running Chromium: questions out, answers in, each ended by a zero byte."""

    def __init__(self, process: subprocess.Popen[bytes], out: int, back: int) -> None:
        self._process, self._out, self._back = process, out, back
        self._number, self._rest = 0, b""

    def ask(self, method: str, page: str = "", **given: Any) -> dict[str, Any]:
        """The answer to one question of the DevTools protocol; what else is told meanwhile is passed over."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": given, **({"sessionId": page} if page else {})}
        with suppress(BrokenPipeError):  # it has gone: said below, where nothing comes back
            os.write(self._out, json.dumps(asked).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            told = json.loads(self._next(deadline))
            if told.get("id") == self._number:
                if "error" in told:
                    raise ChromiumError(f"Chromium 不肯：{told['error'].get('message', '')}")
                answer: dict[str, Any] = told["result"]
                return answer

    def says(self, page: str, script: str) -> bool:
        """Whether a script says true; one that can't be run yet does not."""
        found = self.ask("Runtime.evaluate", page, expression=script, returnByValue=True)
        return "exceptionDetails" not in found and found["result"].get("value") is True

    def _next(self, deadline: float) -> bytes:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._back], [], [], max(0.0, deadline - time.monotonic()))
            piece = os.read(self._back, 1 << 20) if ready else b""
            if not piece:
                raise ChromiumError("Chromium 没有应答。" if not ready else "Chromium 起不来或中途退出了。")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return message


@contextmanager
def _running(binary: str) -> Iterator[_Browser]:
    inward, out = os.pipe()
    back, outward = os.pipe()
    with tempfile.TemporaryDirectory(prefix="cockpit-chromium-", ignore_cleanup_errors=True) as folder:
        command = [binary, *FLAGS, f"--user-data-dir={Path(folder)}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]

        def places() -> None:  # where Chromium looks for its pipes
            spare = (os.dup(inward), os.dup(outward))
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        process = subprocess.Popen(  # noqa: S603 - the browser found above, no word of anybody's in it
            command, preexec_fn=places, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(inward)
        os.close(outward)
        try:
            yield _Browser(process, out, back)
        finally:
            os.close(out)
            os.close(back)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
