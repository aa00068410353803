"""The tables of the letters: each letter as it stands, and everything that was done with it."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from data.database import metadata

Kind = Literal["reminder", "supervision"]
KINDS: dict[Kind, str] = {"reminder": "提醒函", "supervision": "督办函"}
State = Literal["draft", "signing", "issued", "replied", "closed", "withdrawn"]
STATES: dict[State, str] = {
    "draft": "起草",
    "signing": "待签发",
    "issued": "已印发",
    "replied": "已回复",
    "closed": "已办结",
    "withdrawn": "作废",
}
ACTS = {
    "drafted": "起草",
    "edited": "修改",
    "sent": "送签",
    "sent_back": "退回修改",
    "issued": "签发",
    "replied": "回复",
    "checked": "核查",
    "closed": "办结",
    "withdrawn": "作废",
    "criticised": "通报",
}

letters = sa.Table(
    "letters",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("programme", sa.String(40), nullable=False),
    sa.Column("region", sa.String(12), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("code", sa.String(60)),  # 文号, given when issued
    sa.Column("serial", sa.Integer),  # its running number of the kind and year
    sa.Column("content", sa.JSON, nullable=False),  # addressee, grounds, findings, demands; with the figures they were filled from
    sa.Column("due_on", sa.Date, nullable=False),  # by when the county is to have answered and mended
    sa.Column("cites", sa.Integer, sa.ForeignKey("letters.number")),  # the 提醒函 a 督办函 rests on
    sa.Column("issued_on", sa.Date),
    sa.Column("signed_by", sa.String(64)),
    sa.UniqueConstraint("kind", "year", "serial"),
    sa.Index("ix_letters_region", "year", "programme", "region"),
)

letter_steps = sa.Table(
    "letter_steps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("letter", sa.Integer, sa.ForeignKey("letters.number"), nullable=False, index=True),
    sa.Column("act", sa.String(12), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # the reply, the finding of the check, why it was sent back
    sa.Column("content", sa.JSON),  # the letter's content after the step, where the step changed it
)
