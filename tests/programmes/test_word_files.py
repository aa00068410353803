"""What comes as a Word file and is none, or is a trap, is refused in words before it is parsed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.programmes.form import Head
from data.programmes.plan_file import PlanError
from data.programmes.word.guard import LARGEST
from data.programmes.word.table import read_document
from data.programmes.word_plan import Standing, read_word_plan
from tests.programmes.papers import RELIEF, Paper, repacked

HEAD = Head(year=2024, document="x", issued_on=date(2024, 2, 10), bureau="y")
Parts = dict[str, bytes]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    rows = [("1", "提标", "标准提高。", "社会救助科", "2024.11", "")]
    return Paper().ledger("2024年城乡社会救助提升工程工作台账", RELIEF, rows).save(tmp_path / "a.docx")


def refused(path: Path) -> str:
    with pytest.raises(PlanError) as raised:
        read_word_plan(path, HEAD, Standing())
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是 Word 文档"),
        (b"plan: {}", "不是 Word 文档"),
        (b"<html><body>", "网页"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 .doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "有密码"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"PK" + b"\0" * LARGEST, "超过 10 MiB"),
    ],
)
def test_what_is_no_document(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert said in refused(path)
    assert "读不了" in refused(tmp_path / "nothing.docx")


def test_a_package_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    assert "没有正文" in refused(path)


def _rels(kind: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        name = "word/_rels/document.xml.rels"
        one = f'<Relationship Id="x1" Type="urn:x/{kind}" Target="file:///c:/a" TargetMode="External"/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", one.encode())

    return change


def _put(name: str, content: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def _swap(name: str, old: bytes, new: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


TRAPS: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a template elsewhere": (_rels("attachedTemplate"), "引用了外部内容（attachedTemplate）"),
    "a picture elsewhere": (_rels("image"), "引用了外部内容（image）"),
    "macros": (_put("word/vbaProject.bin", b"x"), "带有宏"),
    "a macro format": (
        _swap("[Content_Types].xml", b"wordprocessingml.document.main", b"wordprocessingml.macroEnabled.main"),
        "带宏的格式",
    ),
    "a bomb": (_put("word/media/a.bin", b"\0" * (61 << 20)), "解压后超过"),
    "a bomb of tags": (_put("customXml/a.xml", b"<a>" + b"<b/>" * 1_500_001 + b"</a>"), "内容过多"),
    "an entity": (_swap("word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'), "已损坏"),
    "broken XML": (_swap("word/document.xml", b"</w:body>", b""), "已损坏"),
    "no relations": (lambda parts: parts.pop("_rels/.rels"), "已损坏"),
}


@pytest.mark.parametrize("case", TRAPS)
def test_a_trap_is_refused(good: Path, case: str) -> None:
    change, said = TRAPS[case]
    assert said in refused(repacked(good, change))


def test_a_link_to_follow_is_only_text(good: Path) -> None:
    assert read_word_plan(repacked(good, _rels("hyperlink")), HEAD, Standing()).plan.programmes[0].id == "relief"


def test_tracked_changes_are_read_as_accepted_and_said(good: Path) -> None:
    run = b"<w:r><w:t>\xe6\xa0\x87\xe5\x87\x86\xe6\x8f\x90\xe9\xab\x98\xe3\x80\x82</w:t></w:r>"
    new = "<w:del><w:r><w:delText>旧文</w:delText></w:r></w:del><w:ins><w:r><w:t>新文。</w:t></w:r></w:ins>".encode()
    found = read_word_plan(repacked(good, _swap("word/document.xml", run, new)), HEAD, Standing())
    assert found.plan.programmes[0].tasks[0].title == "新文。"
    assert ("全文", "修订痕迹") in [(one.place, one.says) for one in found.doubts]


def test_too_many_rows_are_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path) -> None:
    monkeypatch.setattr("data.programmes.word.table.MOST_ROWS", 1)
    assert "超过 1 行" in refused(good)


def test_cells_keep_their_lines_breaks_and_columns(tmp_path: Path) -> None:
    paper = Paper()
    table = paper.document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 0).text = "一\n二"
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "里面"
    (found,) = read_document(paper.save(tmp_path / "a.docx")).tables
    assert [(row.texts, [cell.wide for cell in row.cells]) for row in found.rows] == [
        (("宽", "", ""), [2, 0, 1]),
        (("一\n二", "里面", ""), [1, 1, 1]),
    ]
