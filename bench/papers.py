"""The weekly paper of the city in its four forms: composed and made in a process of its own, begun cold, whose peak memory is measured."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from datetime import datetime

WEEK = "2023-W30"


def run(url: str) -> dict[str, float]:
    """Seconds of composing (`compose`) and of each form (`pdf` …), sizes (`pdf_kb` …), seconds of processor of all, `peak_mb`."""
    environment = {"COCKPIT_TODAY": "2023-09-18", **os.environ}
    command = [sys.executable, "-m", "bench.papers", url]
    found: dict[str, float] = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _child(url: str) -> dict[str, float]:
    from access.scope import Scope
    from briefings.document_book import as_book
    from briefings.document_pdf import as_pdf
    from briefings.document_slides import as_slides
    from briefings.document_word import as_word
    from briefings.weekly import weekly
    from data.clock import SHANGHAI
    from data.database import Database
    from data.exchange.export import Origin
    from data.indicators.moment import moment
    from data.periods import Period
    from geo.regions import CITY

    out: dict[str, float] = {}
    begun = time.process_time()
    start = time.perf_counter()
    with moment(Database(url)) as now:
        origin = Origin("bench", datetime(2023, 9, 18, 10, 5, tzinfo=SHANGHAI), True)
        paper = weekly(now, Period(WEEK), region=CITY, scope=Scope("leader"), origin=origin)
    out["compose"] = time.perf_counter() - start
    for name, form in (("pdf", as_pdf), ("docx", as_word), ("xlsx", as_book), ("pptx", as_slides)):
        start = time.perf_counter()
        made = form(paper)
        out[name], out[f"{name}_kb"] = time.perf_counter() - start, len(made) / 1024
    out["processor"] = time.process_time() - begun
    out["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return out


if __name__ == "__main__":
    print(json.dumps(_child(sys.argv[1])))
