"""`flask geo …`: the bureau's own boundaries in force, which ones are, and back to the shipped ones."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from access import audit
from access.session import database
from commands.exchange import operator
from data import facts
from data.clock import local
from data.database import Database
from data.regions import read_places
from geo import boundaries
from geo.boundaries import Kind, in_force
from geo.checking import Checked, check
from geo.regions import CITY, WORDS

REFUSED = 2
LEVELS = click.Choice(("county", "township"))


@click.group("geo", help="边界：换成本局的勘界成果，或换回自带的。")
def geo_group() -> None:
    """The boundaries."""


@geo_group.command("import", help="检查一个 GeoJSON 文件并采用；有任何一处不对，整份不收（退出码 2）。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--level", required=True, type=LEVELS, help="county 县区界，township 乡镇街道界。")
@click.option("--dry-run", is_flag=True, help="只检查，不采用。")
@with_appcontext
def import_geo(file: Path, level: Kind, dry_run: bool) -> None:
    sys.exit(bring(database(), file, level, dry_run=dry_run))


def bring(into: Database, file: Path, level: Kind, *, dry_run: bool = False) -> int:
    """Check a file, say in words what it is, and put it in force; returns the exit code: 0 taken, 2 nothing taken."""
    with into.reading() as connection:
        places = read_places(connection)
    if not places.all:
        click.echo("数据库里还没有行政区划；请先运行 flask init。", err=True)
        return REFUSED
    found = check(file, level, {place.code: place.name for place in places.under(CITY, level)})
    click.echo(told(found, file.name, level, dry_run), err=not found.taken)
    if not found.taken:
        return REFUSED
    if not dry_run:
        with into.writing() as connection:
            audit.append(
                connection, "import", who=operator(), where=audit.COMMAND_LINE, what=f"{WORDS[level]}界 {file.name}", rows=found.shapes
            )
            facts.bump(connection)
            boundaries.put(level, found.collection)  # last: what fails before leaves the boundaries as they were
    return 0


def told(found: Checked, name: str, level: Kind, dry_run: bool) -> str:
    """The report: what became of the file, then every problem or note on a line of its own."""
    outcome = ("检查通过，未采用" if dry_run else "已采用，页面重新打开即见") if found.taken else "没有采用"
    lines = [f"{name}：{WORDS[level]} {found.shapes} 个形状，{outcome}。"]
    lines += [f"  错误：{problem}" for problem in found.problems]
    lines += [f"  提示：{note}" for note in found.notes]
    return "\n".join("".join(c if c.isprintable() else "�" for c in line) for line in lines)


@geo_group.command("list", help="正在使用的边界文件。")
def list_geo() -> None:
    """Needs no database."""
    for level in boundaries.SHIPPED:
        source = in_force(level)
        since = local(datetime.fromtimestamp(source.stamp / 1e9, UTC))
        words = f"本局提供，{since:%Y-%m-%d %H:%M}" if source.own else "自带（示意）" if level == "township" else "自带"
        click.echo(f"{level}\t{WORDS[level]}\t{words}\t{source.path}")


@geo_group.command("reset", help="换回自带的边界。")
@click.option("--level", required=True, type=LEVELS, help="county 县区界，township 乡镇街道界。")
@with_appcontext
def reset_geo(level: Kind) -> None:
    click.echo(back(database(), level))


def back(of: Database, level: Kind) -> str:
    """Put the shipped file in force again; returns what that did, in a sentence."""
    if not in_force(level).own:
        return f"{WORDS[level]}界本来就是自带的。"
    with of.writing() as connection:
        audit.append(connection, "setting", who=operator(), where=audit.COMMAND_LINE, what=f"{WORDS[level]}界换回自带文件")
        facts.bump(connection)
        boundaries.reset(level)
    return f"{WORDS[level]}界已换回自带文件。"
