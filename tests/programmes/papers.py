"""Word documents as the bureau's sections write them: a heading, a ledger table with its own columns, cells merged downwards."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx

RELIEF = ("序号", "工作任务", "具体措施", "责任单位", "完成时限", "工作进度")
ELDERLY = ("序号", "工作目标", "具体措施", "时间节点", "责任单位", "完成情况", "主要措施")
CHILDREN = ("序号", "工作目标", "具体措施", "时间节点", "完成情况\n（各县区按月报送）", "主要措施\n（各县区按月报送）")
UP = "^"  # merged with the cell above


@dataclass
class Paper:
    """A document in the making."""

    document: docx.document.Document = field(default_factory=docx.Document)

    def say(self, *lines: str) -> Paper:
        for line in lines:
            self.document.add_paragraph(line)
        return self

    def ledger(self, heading: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, header_above: bool = True) -> Paper:
        """A table under its heading. `UP` in a cell merges it with the one above."""
        if heading:
            self.document.add_paragraph(heading)
        body = [header, *rows] if header_above else list(rows)
        table = self.document.add_table(rows=len(body), cols=len(header))
        for at, row in enumerate(body):
            for place, text in enumerate(row):
                if text != UP:
                    table.cell(at, place).text = text
        for place in range(len(header)):
            for at in range(1, len(body)):
                if body[at][place] == UP and (at + 1 == len(body) or body[at + 1][place] != UP):
                    first = at
                    while body[first][place] == UP:
                        first -= 1
                    kept = table.cell(first, place).text
                    table.cell(first, place).merge(table.cell(at, place)).text = kept
        return self

    def save(self, path: Path) -> Path:
        self.document.save(str(path))
        return path


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The file with its parts changed, as no word processor would write it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
