"""How the server runs: `python app.py` and `gunicorn app:server` both read this file."""

import os
import shutil
import sys
import tempfile

import gunicorn.http.wsgi

from access.registration import registered
from data.settings import ROOT, SettingsError, settings

try:
    chosen = settings()
    chosen.secret("secret_key"), chosen.secret("citizen_key"), registered(chosen)
except SettingsError as error:
    sys.exit(str(error))

# Each worker counts its own requests; /metrics adds them up from here. Set before anything imports prometheus_client.
_metrics = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="cockpit-metrics-"))

bind = f"{chosen.host}:{chosen.port}"
chdir = str(ROOT)
workers = min(4, os.cpu_count() or 1)
control_socket_disable = True
worker_class = "gthread"
threads = 8
timeout = 120
graceful_timeout = 30
keepalive = 5

# The application refuses addresses over 4,000 characters in words; what is far beyond never reaches it.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
forwarded_allow_ips = "127.0.0.1,::1"
gunicorn.http.wsgi.SERVER = "cockpit"  # nobody needs to know what serves


def child_exit(server, worker):  # type: ignore[no-untyped-def]
    """A worker that is gone no longer counts as a living one."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):  # type: ignore[no-untyped-def]
    """Leave nothing behind."""
    shutil.rmtree(_metrics, ignore_errors=True)
