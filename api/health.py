"""What the machines around the server ask: is the process up, is it ready, how does it fare (Prometheus)."""

from __future__ import annotations

import os
import time

import flask
import prometheus_client as prometheus
import sqlalchemy as sa
from flask import Blueprint, g, request
from prometheus_client import multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from access.doors import ANYONE, EVERYONE, route_for
from access.session import database
from data.clock import as_utc
from data.exchange.batches import batches
from data.indicators.readings import refreshes
from migrations import schema

KINDS = {"_dash-update-component": "callback", "api": "api", "assets": "static", "_dash-component-suites": "static"}
blueprint = Blueprint("health", __name__)
_seconds = prometheus.Histogram(
    "cockpit_request_seconds",
    "Time to answer, by kind of request and status class.",
    ("kind", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60),
)


@blueprint.get("/healthz")
@route_for(ANYONE)
def up() -> flask.Response:
    """200 while the process answers."""
    return _text("ok\n")


@blueprint.get("/readyz")
@route_for(ANYONE)
def ready() -> flask.Response:
    """200 when the database can be read, stands at the schema's head and holds the regions; else 503 and why, in words."""
    try:
        with database().reading() as connection:
            wrong = schema.unready(connection)
    except sa.exc.DatabaseError:
        wrong = "数据库无法读取。"
    return _text(f"{wrong}\n", 503) if wrong else _text("ready\n")


@blueprint.get("/metrics")
@route_for(EVERYONE)
def metrics() -> flask.Response:
    """Requests of all worker processes, and how old the newest refresh and batch are."""
    registry = prometheus.CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(_seconds)
    registry.register(_Newest())
    return flask.Response(prometheus.generate_latest(registry), content_type=prometheus.CONTENT_TYPE_LATEST)


def init(server: flask.Flask) -> None:
    """Time every request of this server."""
    server.before_request(_begin)
    server.after_request(_observe)


class _Newest(Collector):
    """Read from the database at each scrape, so that it is the same whichever worker answers."""

    def collect(self) -> list[GaugeMetricFamily]:
        refreshed = GaugeMetricFamily("cockpit_refreshed_timestamp_seconds", "When the readings were last refreshed.")
        imported = GaugeMetricFamily("cockpit_imported_timestamp_seconds", "When the newest batch came in.")
        with database().reading() as connection:
            for family, column in ((refreshed, refreshes.c.at), (imported, batches.c.at)):
                moment = connection.scalar(sa.select(sa.func.max(column)))
                if moment:
                    family.add_metric([], as_utc(moment).timestamp())
        return [refreshed, imported]


def _begin() -> None:
    g.begun = time.perf_counter()


def _observe(response: flask.Response) -> flask.Response:
    kind = KINDS.get(request.path.split("/")[1], "page")
    _seconds.labels(kind, f"{response.status_code // 100}xx").observe(time.perf_counter() - g.begun)
    return response


def _text(words: str, status: int = 200) -> flask.Response:
    return flask.Response(words, status, content_type="text/plain; charset=utf-8")
