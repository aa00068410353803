"""`flask init`, `flask refresh` and `flask prepare`: from an empty database to one the server can show."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from access.people import DEMONSTRATION_PASSWORD, demonstration_accounts
from access.scope import ROLES
from access.session import cockpit, database
from commands.demo import demo_command
from commands.plan import bring
from commands.warnings import look
from data.calendar import fill_calendar
from data.exchange.batches import batches, touched
from data.facts import is_demonstration
from data.indicators.readings import refreshes
from data.indicators.refresh import refresh
from data.periods import Period, PeriodError, parse
from data.programmes.plan import plan_years
from data.programmes.plan_file import read_plan_file
from data.regions import store_regions
from data.settings import ROOT
from data.warnings.table import warning_runs
from geo.regions import read_regions
from migrations import schema


@click.command("init", help="建立或升级数据库结构，装入行政区划、工作日历和年度计划；可以反复运行。")
@with_appcontext
def init_command() -> None:
    schema.upgrade(database())
    with database().writing() as connection:
        places = store_regions(connection, read_regions())
        days = fill_calendar(connection)
        click.echo(f"数据库结构 {schema.head()}；行政区划更新 {places} 条，日历更新 {days} 天。")
        for path in sorted((ROOT / "plan").glob("*.yaml")):
            plan = read_plan_file(path)
            if plan.plan.year not in plan_years(connection):  # what `flask plan import` brought is not taken back
                click.echo(bring(connection, plan))


@click.command("refresh", help="重新计算受影响的指标读数；运行中的服务器随即显示新数，无须重启。")
@click.option("--from", "first", metavar="2023-01", help="只算这个月起的各期。")
@click.option("--to", "last", metavar="2023-12", help="只算到这个月为止的各期。")
@click.option("--all", "everything", is_flag=True, help="全部重算。")
@with_appcontext
def refresh_command(first: str | None, last: str | None, everything: bool) -> None:
    _refresh(_month(first), _month(last), everything)


@click.command("prepare", help="make run 用：init，库中尚无批次时装入演示数据，汇总，然后打印地址和演示账号。")
@click.pass_context
@with_appcontext
def prepare_command(context: click.Context) -> None:
    context.invoke(init_command)
    with database().reading() as connection:
        empty = connection.scalar(sa.select(sa.func.count()).select_from(batches)) == 0
    if empty:
        context.invoke(demo_command)
    with database().reading() as connection:
        stale = connection.scalar(sa.select(touched.c.dataset).limit(1)) or not connection.scalar(sa.select(refreshes.c.id).limit(1))
        accounts = demonstration_accounts(connection) if is_demonstration(connection) else []
        unseen = not connection.scalar(sa.select(warning_runs.c.id).limit(1))
    if stale:
        _refresh(None, None, False)
    elif unseen:  # a database from before there were warnings
        look()
    chosen = cockpit().settings
    click.echo(f"\n领导驾驶舱 http://{chosen.host}:{chosen.port}")
    if accounts:
        click.echo(f"演示数据。演示账号，密码均为 {DEMONSTRATION_PASSWORD}：")
        for person in accounts:
            click.echo(f"  {person.username:<8} {ROLES[person.role]} {person.region or person.section}")


def _refresh(first: Period | None, last: Period | None, everything: bool) -> None:
    done = refresh(database(), first=first, last=last, everything=everything, notice=click.echo)
    click.echo(f"汇总 {done.number}：{done.indicators} 个指标、{done.periods} 期，写入读数 {done.readings} 条，{done.seconds:.1f} 秒。")
    look()


def _month(text: str | None) -> Period | None:
    if text is None:
        return None
    try:
        found = parse(text)
    except PeriodError as error:
        raise click.BadParameter(str(error)) from None
    if found.grain != "month":
        raise click.BadParameter(f"{text} 不是月份，应如 2023-06。")
    return found
