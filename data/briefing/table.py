"""The tables of the weekly briefing: each edition as it stands, what was done with it, its frozen files, and the work under way."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from data.database import metadata

State = Literal["draft", "signing", "issued", "withdrawn"]
STATES: dict[State, str] = {"draft": "起草", "signing": "待签发", "issued": "已印发", "withdrawn": "作废"}
ACTS = {
    "drafted": "起草",
    "composed": "取数",
    "edited": "修改",
    "sent": "送签",
    "sent_back": "退回修改",
    "issued": "签发",
    "withdrawn": "作废",
}
Format = Literal["docx", "pdf", "xlsx", "pptx"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "xlsx", "pptx")
JobKind = Literal["compose", "issue"]
JOB_KINDS: dict[JobKind, str] = {"compose": "取数成稿", "issue": "签发制文"}
JobState = Literal["waiting", "running", "done", "failed"]
JOB_STATES: dict[JobState, str] = {"waiting": "排队", "running": "进行中", "done": "完成", "failed": "没有完成"}

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("week", sa.String(8), nullable=False),
    sa.Column("region", sa.String(12), nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),  # 1, and one more for each corrected edition
    sa.Column("year", sa.Integer, nullable=False),  # of the ISO week
    sa.Column("serial", sa.Integer),  # 第…期 of region and year, given when issued; a corrected edition keeps it
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("lead", sa.Text, nullable=False),  # what the office writes above the findings
    sa.Column("reason", sa.Text, nullable=False),  # why a corrected edition is made
    sa.Column("content", sa.JSON),  # the document part by part with the readings behind its numbers; none before it is composed
    sa.Column("changes", sa.JSON, nullable=False),  # what a corrected edition says otherwise than the one before, in sentences
    sa.Column("words", sa.Text, nullable=False),  # all texts of the document, for the search
    sa.Column("rules", sa.JSON, nullable=False),  # versions of the rules it was composed by
    sa.Column("refresh", sa.Integer),  # the refresh its readings are of
    sa.Column("composed_at", sa.DateTime(timezone=True)),
    sa.Column("issued_on", sa.Date),
    sa.Column("signed_by", sa.String(64)),
    sa.Column("mailed_at", sa.DateTime(timezone=True)),
    sa.Column("mail_tries", sa.Integer, nullable=False),
    sa.Column("mail_problem", sa.String(500), nullable=False),
    sa.UniqueConstraint("region", "year", "serial", "edition"),
    sa.Index("ix_papers_week", "week", "region"),
)

paper_steps = sa.Table(
    "paper_steps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("paper", sa.Integer, sa.ForeignKey("papers.number"), nullable=False, index=True),
    sa.Column("act", sa.String(12), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
)

paper_files = sa.Table(
    "paper_files",
    metadata,
    sa.Column("paper", sa.Integer, sa.ForeignKey("papers.number"), primary_key=True),
    sa.Column("kind", sa.String(4), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),  # bytes
    sa.Column("body", sa.LargeBinary, nullable=False),
)

paper_jobs = sa.Table(
    "paper_jobs",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("paper", sa.Integer, sa.ForeignKey("papers.number"), nullable=False, index=True),
    sa.Column("paper_version", sa.Integer, nullable=False),  # the version it was asked for: the work is of that or fails
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("done", sa.Integer, nullable=False),  # steps done, of `steps`
    sa.Column("steps", sa.Integer, nullable=False),
    sa.Column("doing", sa.String(100), nullable=False),
    sa.Column("problem", sa.String(500), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("asker", sa.JSON, nullable=False),  # role, region, section and address of who asked
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),  # when it was last heard of
)
