"""`flask warn`: let the rules look, write down what severe warnings are new, and send what waits in the outbox. Run by a timer each day.

The same look follows each refresh.
"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access.session import cockpit, database
from commands.reminders import webhook_of
from data.notices.sending import send_notices
from data.warnings.rules import RULES
from data.warnings.run import Ran, run


@click.command("warn", help="运行预警规则：有变化的重新查找，新发现的严重预警发往 WEBHOOK_URL（每小时至多一条）。每次汇总之后也会运行。")
@click.option("--all", "everything", is_flag=True, help="全部规则都重新查找。")
@with_appcontext
def warn_command(everything: bool) -> None:
    if look(everything).problems:
        raise SystemExit(1)


def look(everything: bool = False) -> Ran:
    """Let the rules look, send what is to be told, and print what came of it."""
    ran = run(database(), everything=everything)
    click.echo(
        f"预警：{len(ran.looked)} 条规则查找，新发现 {ran.found}、重新打开 {ran.reopened}、关闭 {ran.closed}，{ran.seconds:.1f} 秒。"
    )
    for rule, problem in ran.problems.items():
        click.echo(f"规则“{RULES[rule].name}”（{rule}）没有查成：{problem}。原有预警保持不变。", err=True)
    webhook = webhook_of(cockpit().settings)
    if webhook is not None:
        sent = send_notices(database(), webhook)
        if sent.failed:
            click.echo(f"还有 {sent.failed} 条通知没有送出：{sent.problem}；下次运行时再发。", err=True)
    return ran
