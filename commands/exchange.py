"""`flask import`, `flask template` and `flask docs`: records in, batches withdrawn, empty files out; the dictionary and the handbook."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from access.session import database
from data.database import Busy, Database
from data.datasets import DATASETS, documentation
from data.exchange.failures import Unfinished
from data.exchange.importing import import_file
from data.exchange.report import Report, file_name
from data.exchange.templates import write_template
from data.exchange.undoing import UndoRefused, undo
from data.indicators import REPORTED, handbook
from data.regions import read_places

FAILED, REFUSED = 1, 2
_WORSE = (0, 3, 2)  # exit codes from good to bad
_SHOWN = 20  # errors printed a file; all of them are in the report


@click.command("import", help="导入一个或多个 .xlsx / .csv 文件；或用 --undo 撤回一个批次。")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--dataset", metavar="NAME", help="数据集，如 special_elders；全部名称见 docs/datasets.md。")
@click.option("--strict", is_flag=True, help="只要有一行不合格，整个文件都不导入。")
@click.option("--dry-run", is_flag=True, help="只检查和计数，不写入。")
@click.option("--report", "report_path", metavar="OUT.json", type=click.Path(dir_okay=False, path_type=Path), help="把导入报告写成 JSON。")
@click.option("--mix", is_flag=True, help="允许把真实数据导入演示数据库。")
@click.option("--undo", "batch", metavar="BATCH", type=int, help="撤回这个批次。")
@with_appcontext
def import_command(
    files: tuple[Path, ...], dataset: str | None, strict: bool, dry_run: bool, report_path: Path | None, mix: bool, batch: int | None
) -> None:
    """Exit 0 all rows taken, 3 some rejected, 2 nothing taken, 1 the database or the disk failed."""
    if batch is not None:
        if files or dataset:
            raise click.UsageError("--undo 不能和文件或 --dataset 一起用。")
        sys.exit(withdraw(database(), batch))
    if not files or not dataset:
        raise click.UsageError("请给出文件和 --dataset；或用 --undo 撤回一个批次。")
    if report_path and not _writable(report_path):
        raise click.UsageError(f"报告写不到 {report_path}。")
    sys.exit(bring_in(database(), files, dataset, strict=strict, dry_run=dry_run, mix=mix, report_path=report_path))


def bring_in(
    into: Database,
    files: Sequence[Path],
    dataset: str,
    *,
    strict: bool = False,
    dry_run: bool = False,
    mix: bool = False,
    report_path: Path | None = None,
) -> int:
    """Import the files one after the other, print and write what became of them; returns the exit code, the worst of all."""
    reports: list[Report] = []
    who, failed = operator(), False
    for path in files:
        name = file_name(path)
        progress = Progress(name)
        try:
            report = import_file(
                into,
                path,
                dataset,
                who=who,
                source="command",
                reported=REPORTED,
                strict=strict,
                dry_run=dry_run,
                mix=mix,
                notice=progress,
            )
        except (Busy, Unfinished) as error:
            failed = True
            reports.append(Report(dataset, name).refused(str(error)))
            click.echo(f"{name}：{error}", err=True)
            break
        finally:
            progress.close()
        reports.append(report)
        click.echo(_summary(report, dry_run))
    if report_path:
        found = [report.to_dict() for report in reports]
        told: Any = found[0] if len(files) == 1 else found
        report_path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if failed:
        return FAILED
    return max((report.exit_code for report in reports), key=_WORSE.index)


def withdraw(into: Database, batch: int) -> int:
    """Withdraw a batch and print what that did; returns the exit code."""
    try:
        done = undo(into, batch, who=operator())
    except UndoRefused as refused:
        click.echo(str(refused), err=True)
        return REFUSED
    except (Busy, Unfinished) as error:
        click.echo(str(error), err=True)
        return FAILED
    title = DATASETS[done.dataset].title
    click.echo(
        f"已撤回批次 {batch}（{title}，{done.file}）：删除 {done.removed} 条，还原 {done.restored} 条。请运行 flask refresh 更新指标。"
    )
    return 0


def _summary(report: Report, dry_run: bool) -> str:
    counts = f"新增 {report.inserted}，更新 {report.updated}，未变 {report.unchanged}，退回 {report.rejected}，共 {report.rows} 行"
    outcome = f"批次 {report.batch}" if report.batch else "试运行，未写入" if dry_run and report.taken else "没有导入"
    lines = [f"{report.file}：{counts}（{outcome}）"]
    if report.unknown_columns:
        lines.append(f"  不认识的列：{'、'.join(report.unknown_columns)}")
    for error in report.errors[:_SHOWN]:
        place = "文件" if error.row is None else f"第 {error.row} 行" + (f" {error.column}" if error.column else "")
        lines.append(f"  {place}：{error.problem}" + (f"（{error.value}）" if error.value else ""))
    more = (report.errors_total or len(report.errors)) - _SHOWN
    if more > 0:
        lines.append(f"  另有 {more} 条错误，用 --report 查看。")
    return "\n".join("".join(c if c.isprintable() else "�" for c in line) for line in lines)  # a terminal obeys control characters


class Progress:
    """How far an import is: a bar on a terminal, a line for each step elsewhere."""

    def __init__(self, name: str) -> None:
        self._name, self._step = name, ""
        self._bar: tqdm[Any] | None = tqdm(desc=name, leave=False, unit="", unit_scale=True) if sys.stderr.isatty() else None

    def __call__(self, words: str, done: int, total: int) -> None:
        if self._bar is None:
            if words != self._step:
                click.echo(f"{self._name}：{words}…", err=True)
        else:
            if words != self._step:
                self._bar.set_description(f"{self._name} {words}")
            self._bar.total, self._bar.n = total or None, done
            self._bar.refresh()
        self._step = words

    def close(self) -> None:
        """Take the bar off the terminal."""
        if self._bar is not None:
            self._bar.close()


def operator() -> str:
    """Whose account of the machine a command runs under, as the audit log names them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "command"


def _writable(path: Path) -> bool:
    try:
        path.open("a").close()
    except OSError:
        return False
    return True


@click.command("template", help="写出一个数据集的空白导入文件。")
@click.argument("name", metavar="NAME")
@click.option("--out", "path", required=True, metavar="FILE.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def template_command(name: str, path: Path) -> None:
    """Exit 2 for an unknown dataset or a place that can't be written."""
    sys.exit(template(database(), name, path))


def template(of: Database, name: str, path: Path) -> int:
    """Write the template and print where; returns the exit code."""
    if name not in DATASETS:
        click.echo(f"没有数据集 {name}；可选：{'、'.join(DATASETS)}。", err=True)
        return REFUSED
    with of.reading() as connection:
        places = read_places(connection)
    if not places.all:
        click.echo("数据库里还没有行政区划；请先运行 flask init。", err=True)
        return REFUSED
    try:
        write_template(DATASETS[name], path, places=places, reported=REPORTED)
    except OSError as error:
        click.echo(f"写不到 {path}：{error.strerror}。", err=True)
        return REFUSED
    click.echo(f"已写出 {path}（{DATASETS[name].title}）。")
    return 0


@click.command("docs", help="按声明重新生成 docs/datasets.md 和 docs/indicators.md。")
def docs_command() -> None:
    """Needs no database."""
    for made in (documentation, handbook):
        click.echo(f"已写出 {made.write()}")
