"""Failures of database and disk said in words: whatever the driver raised, nothing was taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa

from data.database import Busy

BROKEN = (sa.exc.SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError)


class Unfinished(RuntimeError):
    """The database or the disk failed; nothing was taken. The message says so in Chinese."""


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what drivers and the disk raise into Busy or Unfinished."""
    try:
        yield
    except BROKEN as error:
        text = str(getattr(error, "orig", None) or error).lower()
        if "locked" in text or "lock timeout" in text:
            raise Busy("数据库正被另一项写入占用，等待超过 60 秒；请稍后再试，本次没有写入任何内容。") from error
        if "full" in text or "no space" in text or "disk i/o" in text:
            raise Unfinished("磁盘已满或无法写入；本次没有写入任何内容，请腾出空间后重试。") from error
        raise Unfinished("与数据库的连接中断，或数据库出错；本次没有写入任何内容，请检查数据库（flask doctor）后重试。") from error
