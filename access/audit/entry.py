"""What an entry of the audit log is, the acts it may tell of, and what it may say: never a citizen number, never without end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.citizens import mask

BREAK = "break"
ACKNOWLEDGED = "acknowledged"
OWN = (BREAK, ACKNOWLEDGED)  # acts that only the log itself writes down
ACTS: dict[str, str] = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "locked": "锁定",
    "sign_out": "退出",
    "session_ended": "会话终止",
    "password": "改密码",
    "refused": "拒绝",
    "records": "查看记录",
    "export": "导出",
    "import": "导入",
    "undo": "撤回",
    "return": "月报",
    "letter": "函件",
    "briefing": "周报",
    "warning": "预警",
    "account": "账号",
    "token": "令牌",
    "setting": "设置",
    "screen": "大屏",
    "prune": "清理日志",
    BREAK: "日志断点",  # written by the log itself where it found its head missing or forged
    ACKNOWLEDGED: "确认断点",  # an administrator has looked into it; what follows is checked on its own
}
COMMAND_LINE = "命令行"
LONGEST = {"who": 64, "where": 64, "what": 500}


@dataclass(frozen=True)
class Entry:
    """One entry. `at` is UTC; `who` is empty for a stranger; `where` an address or 命令行; `previous` the hash of the entry before."""

    number: int
    at: datetime
    act: str
    who: str
    where: str
    what: str
    rows: int | None
    previous: str
    hash: str


def shown(field: str, text: str) -> str:
    """A text as the log keeps it: in one line, citizen numbers starred out, cut to the field's length.

    Masked before it is cut, or half a number would slip through at the edge.
    """
    longest = LONGEST[field]
    whole = text[: 4 * longest].encode("utf-8", "replace").decode()  # a request may bring half a character
    line = "".join(letter if letter.isprintable() else " " for letter in whole)
    return mask(line)[:longest]
