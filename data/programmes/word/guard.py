"""What must be known of a Word file before it is parsed: that it is one, its size unpacked, no macros, nothing fetched from elsewhere."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

from data.exchange.package import Kind, opened, unpacked
from data.programmes.word.doubt import WordError

LARGEST = 10 * 1024 * 1024  # bytes
UNPACKED = 60 * 1024 * 1024
MOST_TAGS = 1_500_000  # in all; a ledger of a thousand rows has a tenth of it
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx"
BROKEN = f"文件已损坏，或不是规范的 docx；{_SAVE_AGAIN}"
KIND = Kind(
    error=WordError,
    broken=BROKEN,
    old="这是旧版 .doc 文件；请另存为 .docx",
    web=f"这是网页（HTML）或 XML 文件，只是改了扩展名；{_SAVE_AGAIN}",
    other=f"这不是 Word 文档；{_SAVE_AGAIN}",
)
_MACROS = ("vbaproject.bin", "vbadata.xml")
_HARMLESS = ("/hyperlink",)  # shown as text, never followed


def check_document(path: Path) -> None:
    """See that a file is a docx of at most LARGEST bytes that unpacks to a bounded size, without macros and outside references.

    Raises WordError.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise WordError(f"读不了 {path.name}：{error.strerror}") from None
    if size > LARGEST:
        raise WordError(f"文件超过 {LARGEST >> 20} MiB；请只留下台账表格，去掉图片后再试")
    with opened(path, KIND) as (package, parts):
        names = {part.filename for part in parts}
        if not {"[Content_Types].xml", "word/document.xml"} <= names:
            raise WordError(f"这不是 Word 文档（压缩包里没有正文）；{_SAVE_AGAIN}")
        if any(name.lower().endswith(_MACROS) for name in names):
            raise WordError("文件带有宏；请另存为不带宏的 .docx")
        _measure(package, parts)


def _measure(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    size, tags = 0, 0
    for part in parts:
        name = part.filename.lower()
        scan = _Scan() if name.endswith((".xml", ".rels")) else None
        for chunk in unpacked(package, part):
            size += len(chunk)
            tags += chunk.count(b"<") if scan else 0
            if size > UNPACKED or tags > MOST_TAGS:
                raise WordError(f"文件解压后超过 {UNPACKED >> 20} MB 或内容过多；请只留下台账表格")
            if scan:
                scan.feed(chunk)
        if scan:
            scan.feed(b"", last=True)


class _Scan:
    """Every XML part read once as a stream: well formed, no declarations of its own, no part that is fetched from elsewhere."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._element

    def feed(self, chunk: bytes, last: bool = False) -> None:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise WordError(BROKEN) from error

    def _refuse(self, *_: object) -> None:
        raise WordError(BROKEN)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            kind = attributes.get("Type", "")
            if not kind.endswith(_HARMLESS):
                raise WordError(f"文件引用了外部内容（{kind.rpartition('/')[2][:40] or '未知'}）；请断开链接或附加模板后另存")
        elif local in ("Default", "Override") and "macroenabled" in attributes.get("ContentType", "").lower():
            raise WordError("文件是带宏的格式；请另存为不带宏的 .docx")
