"""社会救助 · record lists: who is on relief, payments late or missing, applications not taken up in time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.calendar import calendar
from data.datasets.relief import relief_applications, relief_payments, relief_recipients
from data.lists.field import field_of, fields_of, places
from data.lists.record_list import RecordList, Span, inside, isnt, on_register

applications, payments, recipients = relief_applications.table, relief_payments.table, relief_recipients.table


def _late(span: Span) -> list[Any]:
    """A month is judged once its 10th is over."""
    judged = sa.true() if span.day > span.tenth else sa.false()
    return [payments.c.month == span.period.text, judged, isnt(payments.c.paid_on <= span.tenth)]


def _not_taken_up(span: Span) -> list[Any]:
    accepted = applications.c.accepted_on
    third = sa.select(calendar.c.third_working_day).where(calendar.c.day == accepted).correlate(applications).scalar_subquery()
    return [inside(accepted, span), third <= span.day, isnt(applications.c.started_on <= third)]


LISTS = (
    RecordList(
        "relief_on_register",
        "在保的救助对象",
        relief_recipients,
        "relief",
        "在保 {n} 名救助对象",
        "没有在保的救助对象",
        "纳入日期不晚于期末，没有退出或退出日期在期末以后。",
        "期末以前（含当日）退出的。",
        (
            *places(recipients.c.region, "county", "township", "village"),
            *fields_of(relief_recipients, ["key", "category", "care_level", "monthly_amount", "started_on"]),
        ),
        lambda span: on_register(recipients, "started_on", "ended_on", span),
        indicator="relief_recipients",
        part="numerator",
    ),
    RecordList(
        "relief_payments_late",
        "迟发或未发的救助资金",
        relief_payments,
        "relief",
        "有 {n} 批救助资金 10 日后到账或未到账",
        "救助资金全部在 10 日（含）前到账",
        "所属月份为本月，到账日期在当月 10 日以后，或没有到账日期；当月 10 日过后才列出。",
        "10 日（含）前到账的。",
        (
            *places(payments.c.region, "county"),
            *fields_of(relief_payments, ["key", "category", "month", "persons", "amount", "paid_on"]),
        ),
        _late,
        indicator="relief_paid_on_time",
        part="gap",
        whole="当月 {d} 批",
        monthly=True,
    ),
    RecordList(
        "relief_applications_waiting",
        "三个工作日内未启动调查的救助申请",
        relief_applications,
        "relief",
        "有 {n} 件救助申请三个工作日内未启动调查",
        "满三个工作日的救助申请全部按时启动调查",
        "期内受理，受理后第 3 个工作日（按国务院放假安排）不晚于期末，到那天还没有启动，或启动得更晚。",
        "期末还不满三个工作日的。",
        (
            *places(applications.c.region, "county", "township", "village"),
            *fields_of(relief_applications, ["key", "category", "channel", "accepted_on", "started_on", "decided_on"]),
            field_of(relief_applications, "outcome"),
        ),
        _not_taken_up,
        indicator="relief_started_in_3_days",
        part="gap",
        whole="满三个工作日的 {d} 件",
        order=("accepted_on",),
    ),
)
