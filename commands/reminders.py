"""`flask remind`: write the day's digest of what is due and send what waits in the outbox. Run by a timer each morning."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access.session import cockpit, database
from data.indicators.moment import moment
from data.notices.digest import KIND, digest
from data.notices.robot import Webhook
from data.notices.sending import send_notices, write_notice
from data.settings import Settings, SettingsError


@click.command("remind", help="写下今日到期、逾期和未报的提醒并发送（WEBHOOK_URL）；没有送出的留待下次，退出码 1。同一天只写一次。")
@with_appcontext
def remind_command() -> None:
    webhook = webhook_of(cockpit().settings)
    with moment(database()) as now:
        found = digest(now)
    if found is None:
        click.echo("今天没有到期、逾期或未报的事项。")
    if webhook is None:
        click.echo("没有设置 WEBHOOK_URL，不发送通知。" if found is None else f"{found[1]}\n{found[2]}\n没有设置 WEBHOOK_URL，不发送通知。")
        return
    if found:
        with database().writing() as connection:
            write_notice(connection, KIND, *found)
    done = send_notices(database(), webhook)
    click.echo(f"送出 {done.sent} 条。")
    if done.failed:
        raise click.ClickException(f"还有 {done.failed} 条没有送出：{done.problem}；下次运行时再发。")


def webhook_of(chosen: Settings) -> Webhook | None:
    """Where notices go; None where none is set.

    Raises SettingsError for an address that is none.
    """
    if not chosen.webhook_url:
        return None
    if not chosen.webhook_url.startswith(("https://", "http://")):
        raise SettingsError("设置 WEBHOOK_URL 的值不对：应以 https:// 或 http:// 开头。")
    return Webhook(chosen.webhook_url, chosen.webhook_form, chosen.webhook_secret)
