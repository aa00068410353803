"""`make bench`: every benchmark on both databases, a table of ratios. `python -m bench refresh` runs the parts whose name begins so."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator

os.environ.setdefault("SECRET_KEY", "bench-secret-key-of-thirty-two-bytes!")
os.environ.setdefault("CITIZEN_KEY", "bench-citizen-key-of-thirty-two-bytes")

from bench.city import Backend, city
from data.database import Database

FEW, MANY = 10_000, 1_000_000
BACKENDS: tuple[Backend, ...] = ("sqlite", "postgresql")
TOUCHED = ("410221101", "410221102")  # the two townships of the incremental refresh


def importing() -> Iterator[str]:
    """1,000,000 visits from a csv file against the bare load of it."""
    from bench.import_load import run

    for backend in BACKENDS:
        found = run(MANY, backend)
        yield _line(
            f"import csv, {backend}",
            found["ratio"],
            "≥ 0.25",
            f"{found['import']:.1f} s, bare {found['floor']:.1f} s, {found['peak_mb']:.0f} MB",
        )


def refreshing() -> Iterator[str]:
    """Full and incremental refresh against the same GROUP BY by hand."""
    from bench.refreshing import full, incremental

    for backend in BACKENDS:
        with city(backend, MANY) as url:
            database = Database(url)
            whole = full(database)
            yield _line(
                f"refresh, all, {backend}",
                whole["ratio"],
                "≤ 1.5",
                f"{whole['compared']:.1f} s of {whole['refresh']:.1f} s, by hand {whole['by_hand']:.1f} s",
            )
            some = incremental(database, "2023-08", TOUCHED)
            yield _line(
                f"refresh, 2 townships × 1 month, {backend}",
                some["ratio"],
                "",
                f"{1000 * some['refresh']:.0f} ms, by hand {1000 * some['by_hand']:.0f} ms",
            )
            database.dispose()


def pages() -> Iterator[str]:
    """The overview's callback against bare Flask, its time at 10⁴ and 10⁶ records, and a section page's drill clicks."""
    from bench.pages import drill, first_drill, measure

    for backend in BACKENDS:
        firsts = {}
        for records in (FEW, MANY):
            with city(backend, records) as url:
                found = measure(url)
                drilled = drill(url)
                fresh = first_drill(url)
            firsts[records] = found["first"]
        yield _line(
            f"overview callback, again, {backend}",
            found["ratio"],
            "≤ 3",
            f"{found['again']:.2f} ms, bare Flask {found['bare']:.2f} ms, {found['bytes']:.0f} bytes",
        )
        yield _line(
            f"overview page, first, 10⁶ : 10⁴ records, {backend}",
            firsts[MANY] / firsts[FEW],
            "≤ 1.3",
            f"{firsts[MANY]:.0f} ms, {firsts[FEW]:.0f} ms",
        )
        yield _line(
            f"drill click on a section page, slowest of {drilled['panels']:.0f} panels : bare query, {backend}",
            drilled["ratio"],
            "≤ 200 ms",
            f"{drilled['slowest']:.0f} ms, bare query {drilled['bare']:.1f} ms",
        )
        yield _line(
            f"first drill click after a refresh, elder_visit_rate, slowest panel of the slowest county : bare query, {backend}",
            fresh["ratio"],
            "≤ 200 ms",
            f"{fresh['slowest']:.0f} ms, quickest county {fresh['quickest']:.0f} ms, bare query {fresh['bare']:.1f} ms",
        )


def lists() -> Iterator[str]:
    """Pages of record lists over 1,000,000 visits against the same page and count as bare SQL."""
    from bench.lists import run

    for backend in BACKENDS:
        for name, ours, bare in run(MANY, backend):
            yield _line(f"list: {name}, {backend}", ours / bare, "", f"{ours:.1f} ms, bare {bare:.1f} ms")


def papers() -> Iterator[str]:
    """The weekly paper's four forms, each against the time it takes to compose what they all say."""
    from bench.papers import run

    for backend in BACKENDS:
        with city(backend, FEW) as url:
            found = run(url)
        forms = ("pdf", "docx", "xlsx", "pptx")
        for form in forms:
            name = f"weekly paper as {form} : composing it, {backend}"
            yield _line(name, found[form] / found["compose"], "", f"{found[form]:.2f} s, {found[f'{form}_kb']:.0f} kB")
        whole = found["compose"] + sum(found[form] for form in forms)
        figures = f"{whole:.1f} s ({found['processor']:.1f} s of processor), composing {found['compose']:.1f} s, {found['peak_mb']:.0f} MB"
        yield _line(f"weekly paper, four forms from a cold start : 5 s, {backend}", whole / 5, "≤ 1, ≤ 300 MB", figures)


def warnings() -> Iterator[str]:
    """The warnings' run over 1,000,000 records against the bare selects of its rules."""
    from bench.warnings import measure

    for backend in BACKENDS:
        with city(backend, MANY) as url:
            database = Database(url)
            found = measure(database)
            database.dispose()
        bare = f"bare {found['bare']:.2f} s, {found['rows']:,.0f} findings"
        yield _line(f"warnings, all new, {backend}", found["ratio"], "≤ 2", f"{found['first']:.2f} s, {bare}")
        yield _line(f"warnings, nothing new, {backend}", found["ratio_again"], "≤ 2", f"{found['again']:.2f} s, {bare}")
        yield _line(f"warnings, all rules : nothing to look at, {backend}", found["whole"] / found["idle"], "", _seconds(found))


def _seconds(found: dict[str, float]) -> str:
    return f"{found['whole']:.2f} s, {found['idle']:.3f} s"


def _line(name: str, ratio: float, wanted: str, figures: str) -> str:
    return f"| {name} | {ratio:.2f} | {wanted} | {figures} |"


def main(chosen: str) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | ratio | wanted | figures |\n|---|---|---|---|")
    for part in (importing, refreshing, pages, lists, warnings, papers):
        if part.__name__.startswith(chosen):
            for line in part():
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
