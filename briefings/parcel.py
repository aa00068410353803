"""Office files without what a machine leaves in them: no thumbnail, no times of making; the same paper twice is the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

LEFT_OUT = re.compile(r"^docProps/thumbnail\.|^ppt/printerSettings/")  # of whoever made the libraries' empty files
LINKS = re.compile(rb'<Relationship [^>]*/(?:thumbnail|printerSettings)"[^>]*/>')
TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
MADE_BY = re.compile(rb"<Properties .*</Properties>", re.DOTALL)
PLAIN = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
FIRST = (1980, 1, 1, 0, 0, 0)  # the zip format knows no earlier time


def settled(file: bytes) -> bytes:
    """A .docx, .xlsx or .pptx made plain, the workbooks inside it too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            if LEFT_OUT.match(one.filename):
                continue
            content = given.read(one)
            if one.filename == "docProps/core.xml":
                content = TIMES.sub(b"", content)
            elif one.filename == "docProps/app.xml":
                content = MADE_BY.sub(PLAIN, content)
            elif one.filename.endswith(".rels"):
                content = LINKS.sub(b"", content)
            elif one.filename.endswith(".xlsx"):
                content = settled(content)
            made.writestr(zipfile.ZipInfo(one.filename, FIRST), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
