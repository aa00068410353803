"""Long work beside the server: a process of its own, so that no request waits for it. Where it is ended, its row says so after a while."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from data.database import Database
from data.settings import ROOT


def start_worker(database: Database) -> None:
    """Start `flask briefing work` on this database; it does what waits and ends. Raises OSError where no process can be started."""
    address = database.url.render_as_string(hide_password=False)  # in its environment, not among its arguments, where others could read it
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "commands:create", "briefing", "work"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not linger as a zombie
