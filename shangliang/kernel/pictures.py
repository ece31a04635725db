"""Pages of a PDF as pictures, for screens that show one page at a time."""

from __future__ import annotations

import io
import threading

import pypdfium2
from django.utils.translation import gettext as _

from shangliang.kernel.moves import Refused

WIDE, TALL = 1600, 3200  # pixels, whatever shape a page claims to have
# The library draws one page at a time in a process.
_alone = threading.Lock()


def pages_of(content: bytes) -> int:
    """How many pages. Raises Refused for what cannot be read."""
    with _alone:
        document = _opened(content)
        try:
            return len(document)
        finally:
            document.close()


def page_of(content: bytes, number: int) -> bytes | None:
    """This page (from 1) as a PNG; None where there is none. Raises Refused for what cannot be read."""
    with _alone:
        document = _opened(content)
        try:
            if not 1 <= number <= len(document):
                return None
            page = document[number - 1]
            scale = min(WIDE / max(1.0, page.get_width()), TALL / max(1.0, page.get_height()))
            picture = page.render(scale=scale).to_pil()
            kept = io.BytesIO()
            picture.save(kept, "PNG")
            return kept.getvalue()
        finally:
            document.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as wrong:
        raise Refused(_("这份 PDF 打不开：可能加了密码或已损坏")) from wrong
