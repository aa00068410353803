"""Files of a return: known by content, bounded, private, kept by hash, never lost while anything names them, seen by whom they concern."""

from __future__ import annotations

import hashlib
import io
import stat
from pathlib import Path

import pytest

from access import audit
from access.scope import Scope
from data.database import Database
from data.indicators.figures import NotAllowed
from data.programmes.returns import attachments
from data.programmes.returns.attachments import LARGEST, Attachment, put, read_attachments, readable, remove, visible, where_kept
from data.programmes.returns.file_kind import FileRefused
from data.programmes.returns.item import Item
from data.programmes.returns.present import ReturnRefused
from tests.programmes import files
from tests.programmes.returns_desk import CHIEF, COUNTY, LEADER, NAMES, OTHER, RELIEF, TASK, WHERE, ReturnsDesk


@pytest.fixture
def desk(database: Database) -> ReturnsDesk:
    return ReturnsDesk(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "files"


def attach(desk: ReturnsDesk, folder: Path, content: bytes, name: str, item: Item = TASK, scope: Scope = COUNTY) -> Attachment:
    kept = put(folder, io.BytesIO(content), name)
    with desk.database.noting() as connection:
        return attachments.attach(connection, item, kept, scope=scope, who=NAMES[scope], where=WHERE)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (files.pdf(), "材料.pdf", "pdf"),
        (files.word(), "说明.DOCX", "docx"),
        (files.sheet(), "明细.xlsx", "xlsx"),
        (files.JPG, "现场.jpeg", "jpg"),
        (files.PNG, "现场.png", "png"),
    ],
)
def test_what_may_come(folder: Path, content: bytes, name: str, kind: str) -> None:
    kept = put(folder, io.BytesIO(content), name)
    assert (kept.kind, kept.size, kept.sha256) == (kind, len(content), hashlib.sha256(content).hexdigest())
    assert kept.name == f"{name.rpartition('.')[0]}.{kind}"
    place = where_kept(folder, kept.sha256)
    assert place.read_bytes() == content
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (folder, place.parent, place)]
    assert modes == [0o700, 0o700, 0o600]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (files.EXE, "材料.pdf", "仅改扩展名不行"),
        (files.EXE, "材料.docx", "仅改扩展名不行"),
        (b"", "空.pdf", "空的"),
        (b"%PDF-1.7\nhalf of it", "半.pdf", "不完整"),
        (files.JPG[:60], "半.jpg", "不完整"),
        (b"<html><script>1</script>", "页.png", "无法识别"),
        (files.pdf(), "其实是.docx", "改成“.pdf”"),
        (files.word(), "没有扩展名", "改成“.docx”"),
        (files.package(readme_DOT_txt=b"x"), "包.docx", "压缩包"),
        (files.word()[:-30], "坏.docx", "不完整"),
        (b"PK\x03\x04" + bytes(40), "坏.xlsx", "不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.docx", "旧版"),
    ],
)
def test_what_may_not(folder: Path, content: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        put(folder, io.BytesIO(content), name)
    assert [one for one in folder.rglob("*") if one.is_file()] == [], "nothing of it stays"


def test_a_macro_is_refused(folder: Path) -> None:
    content = files.package(**{"[Content_Types]_DOT_xml": b"<T/>", "xl__workbook_DOT_xml": b"<w/>", "xl__vbaProject_DOT_bin": b"x"})
    with pytest.raises(FileRefused, match="宏"):
        put(folder, io.BytesIO(content), "表.xlsx")


def test_a_bomb_is_not_unpacked(folder: Path) -> None:
    for content in (files.bomb(), files.lying(files.bomb())):
        assert len(content) < 400_000
        with pytest.raises(FileRefused, match=r"200 MB|不完整"):
            put(folder, io.BytesIO(content), "图.docx")


def test_twenty_mebibytes_and_one_byte_more(folder: Path) -> None:
    start = files.PNG[:-8]
    whole = start + bytes(LARGEST - len(files.PNG)) + files.PNG[-8:]
    assert put(folder, io.BytesIO(whole), "大.png").size == LARGEST
    with pytest.raises(FileRefused, match="20 MB"):
        put(folder, io.BytesIO(start + bytes(1) + whole[len(start) :]), "更大.png")


def test_names_are_kept_plain(folder: Path) -> None:
    for name, kept in (
        ("..\\..\\etc/p.pdf", "p.pdf"),
        ("a\r\nX: 1.pdf", "aX: 1.pdf"),
        ("410221194910010011 材料.pdf", "410221************ 材料.pdf"),
        ("长" * 400 + ".pdf", "长" * 196 + ".pdf"),
    ):
        assert put(folder, io.BytesIO(files.pdf()), name).name == kept


def test_a_file_comes_and_goes_with_its_return(desk: ReturnsDesk, folder: Path) -> None:
    one = attach(desk, folder, files.pdf(), "验收单.pdf")
    two = attach(desk, folder, files.word(), "说明.docx")
    with pytest.raises(FileRefused, match="已经在附件里"):
        attach(desk, folder, files.pdf(), "又一次.pdf")
    desk.save(done="写", percent=3)
    desk.submit()
    assert desk.changes()[-1].attachments == (one.number, two.number)
    for change in (lambda: attach(desk, folder, files.PNG, "晚.png"), lambda: _remove(desk, one.number)):
        with pytest.raises(ReturnRefused, match="不能再改"):
            change()
    desk.send_back()
    gone = _remove(desk, one.number)
    assert gone.removed_by == "杞县" and where_kept(folder, one.sha256).is_file()
    desk.submit()
    assert [change.attachments for change in desk.changes() if change.act == "submitted"] == [(one.number, two.number), (two.number,)]
    with desk.database.reading() as connection:
        assert [kept.name for kept in read_attachments(connection, TASK)] == ["说明.docx"]
        assert readable(connection, one.number, scope=CHIEF).name == "验收单.pdf", "it was submitted once"
        told = [entry.what for entry in audit.search(connection, act="return", limit=99) if "附件" in entry.what][::-1]
    assert [what.split("：")[0] for what in told] == ["上传附件 验收单.pdf", "上传附件 说明.docx", "移除附件 验收单.pdf"]


def _remove(desk: ReturnsDesk, number: int, scope: Scope = COUNTY) -> Attachment:
    with desk.database.noting() as connection:
        return remove(connection, number, scope=scope, who=NAMES[scope], where=WHERE)


def test_who_sees_a_file(desk: ReturnsDesk, folder: Path) -> None:
    one = attach(desk, folder, files.pdf(), "验收单.pdf")

    def seen(scope: Scope) -> bool:
        with desk.database.reading() as connection:
            try:
                return readable(connection, one.number, scope=scope) == one
            except LookupError:
                return False

    everybody = (COUNTY, OTHER, CHIEF, RELIEF, LEADER, Scope("admin"), Scope("screen"), Scope())
    assert [seen(scope) for scope in everybody] == [True] + [False] * 7, "not before it is submitted"
    desk.save(percent=1, done="x")
    desk.submit()
    assert [seen(scope) for scope in everybody] == [True, False, True, True, True, False, False, False]
    with desk.database.reading() as connection:
        assert [file.name for file in visible(connection, TASK, files=False)] == ["验收单.pdf"]
        with pytest.raises(LookupError):
            readable(connection, 2**31 - 1, scope=COUNTY)
    for scope in (OTHER, CHIEF, LEADER):
        with pytest.raises(NotAllowed):
            attach(desk, folder, files.PNG, "别人的.png", scope=scope)
        with pytest.raises(NotAllowed):
            _remove(desk, one.number, scope)
