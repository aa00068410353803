"""`flask demo`: fill the database with the demonstration city and compute its readings."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access import audit
from access.people import add_demonstration_accounts
from access.session import database
from commands.exchange import operator
from commands.warnings import look
from data.demo import Refused, fill
from data.demo.filling import FIRST_YEAR, LAST_YEAR, LEAST_SCALE, MOST_SCALE
from data.demo.warnings import play_warnings
from data.indicators.refresh import refresh

REFUSED = 2


@click.command("demo", help="装入演示数据（约二十万条，同样的参数得同样的数据），并计算全部指标。已有真实批次的库不装。")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), default=2023, show_default=True, help="计划年度。")
@click.option("--scale", type=click.FloatRange(LEAST_SCALE, MOST_SCALE), default=1.0, show_default=True, help="规模：1 约二十万条。")
@click.option("--seed", type=int, default=7, show_default=True, help="随机种子。")
@click.option("--mix", is_flag=True, help="库中已有真实批次也装入。")
@click.pass_context
@with_appcontext
def demo_command(context: click.Context, year: int, scale: float, seed: int, mix: bool) -> None:
    try:
        filled = fill(database(), year=year, scale=scale, seed=seed, mix=mix, who=operator(), notice=click.echo)
    except Refused as refused:
        click.echo(str(refused), err=True)
        context.exit(REFUSED)
    if not mix:  # beside real data nobody signs in with a password that everyone knows
        with database().writing() as connection:
            made = add_demonstration_accounts(connection)
            if made:
                audit.append(connection, "account", who=operator(), where=audit.COMMAND_LINE, what=f"新增演示账号 {'、'.join(made)}")
    if filled.already:
        click.echo(f"演示数据已在库中（{year} 年，规模 {scale:g}，种子 {seed}），没有改动。")
        return
    done = refresh(database(), everything=True)
    verb = "替换" if filled.replaced else "装入"
    click.echo(f"演示数据{verb} {filled.total:,} 条，{filled.seconds:.1f} 秒；写入读数 {done.readings:,} 条，{done.seconds:.1f} 秒。")
    if not mix:
        play_warnings(database())
    look()
