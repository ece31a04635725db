"""Pages of a PDF as pictures, also of one that means harm."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from shangliang.kernel import pictures
from shangliang.kernel.moves import Refused


def pdf(*pages: tuple[float, float]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for width, height in pages:
        document.new_page(width, height)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_one_page_at_a_time() -> None:
    content = pdf((595, 842), (842, 595))
    assert pictures.pages_of(content) == 2
    second = pictures.page_of(content, 2)
    assert second is not None and Image.open(io.BytesIO(second)).width == pictures.WIDE
    assert pictures.page_of(content, 3) is None and pictures.page_of(content, 0) is None


def test_a_page_of_any_shape_is_a_picture_of_ours() -> None:
    found = pictures.page_of(pdf((1, 14_400)), 1)
    assert found is not None and Image.open(io.BytesIO(found)).height <= pictures.TALL + 1


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(Refused, match="打不开"):
        pictures.pages_of(b"%PDF-1.4 nothing")
