"""Uploads are judged by what they are, not by what they are called; nothing rides along."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from shangliang.kernel import files
from shangliang.kernel.models import StoredFile
from tests import given
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def keep(name: str, content: bytes) -> StoredFile:
    return files.keep(SimpleUploadedFile(name, content), root="001.", person_id=7, at=NOON)


def refused(name: str, content: bytes, folder: Path) -> str:
    with pytest.raises(files.BadFile) as told:
        keep(name, content)
    assert not StoredFile.objects.exists() and not [p for p in folder.rglob("*") if p.is_file()]
    return str(told.value)


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


DOCX = packed(word__document_dot_xml=b"<w/>")


@pytest.mark.parametrize(
    "name, content, media_type",
    [
        ("照片.jpg", picture(), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("报告.pdf", b"%PDF-1.7\n...", "application/pdf"),
        ("a.docx", DOCX, files.OFFICE["word/document.xml"]),
        ("a.xlsx", packed(xl__workbook_dot_xml=b"<x/>"), files.OFFICE["xl/workbook.xml"]),
        ("a.pptx", packed(ppt__presentation_dot_xml=b"<p/>"), files.OFFICE["ppt/presentation.xml"]),
        ("a.txt", "说明".encode(), "text/plain"),
        ("a.csv", "姓名,电话\n".encode("gb18030"), "text/plain"),
        ("picture-called.txt", picture(), "image/jpeg"),  # its bytes decide
    ],
)
def test_what_is_taken(name: str, content: bytes, media_type: str, folder: Path) -> None:
    kept = keep(name, content)
    assert (kept.media_type, kept.name, kept.person_id, kept.root) == (media_type, name, 7, "001.")
    assert kept.size == kept.content.size == len(read(kept))
    assert kept.content.name.startswith(f"kept/{kept.sha256[:2]}/{kept.sha256}")
    assert (folder / kept.content.name).is_file()


@pytest.mark.parametrize(
    "name, content, word",
    [
        ("empty.pdf", b"", "空文件"),
        ("report.docx", packed(word__document_dot_xml=b"", word__vbaProject_dot_bin=b"evil"), "宏"),
        ("report.docm", packed(word__document_dot_xml=b"", x__VBAPROJECT_dot_BIN=b"evil"), "宏"),
        ("all.zip", packed(a_dot_txt=b"x"), "压缩包"),
        ("fake.docx", packed(a_dot_txt=b"x"), "压缩包"),
        ("broken.docx", DOCX[:-30], "损坏"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
        ("holiday.jpg", b"MZ\x90\x00" + b"\x00" * 100, "类型不收"),
        ("page.png", b"<html><script>alert(1)</script></html>", "类型不收"),
        ("page.html", b"<html></html>", "类型不收"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="f()"/>', "类型不收"),
        ("run.sh", b"#!/bin/sh\n", "类型不收"),
        ("nul.txt", b"a\x00b", "类型不收"),
        ("a.gif", picture("GIF"), "图片格式不收"),
        ("cut.jpg", picture(size=(400, 400))[:300], "损坏"),
    ],
)
def test_what_is_not_taken(name: str, content: bytes, word: str, folder: Path) -> None:
    said = refused(name, content, folder)
    assert word in said and name in said and "没有保存" in said


def test_too_big(settings: Settings, folder: Path) -> None:
    settings.UPLOAD_LIMIT = 1 << 20
    assert "超过 1 MB" in refused("big.pdf", b"%PDF-" + b"x" * (1 << 20), folder)
    keep("fits.pdf", b"%PDF-" + b"x" * ((1 << 20) - 5))


def test_a_small_zip_that_becomes_huge(settings: Settings, folder: Path) -> None:
    settings.UPLOAD_LIMIT = 10_000
    bomb = packed(word__document_dot_xml=b"0" * 250_000)
    assert len(bomb) < 10_000 and "过大" in refused("bomb.docx", bomb, folder)


def read(kept: StoredFile) -> bytes:
    with kept.content.open("rb") as file:
        return file.read()


def test_where_a_photo_was_taken_stays_behind() -> None:
    """EXIF with GPS, a thumbnail, XMP, a comment: all gone; the picture stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (29.0, 30.0, 12.5)
    content = picture(exif=exif, comment=b"SecretComment", xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>")
    assert b"SecretCamera" in content and b"SecretComment" in content and b"SecretPlace" in content
    kept = keep("phone.jpg", content)
    bare = read(kept)
    assert b"Secret" not in bare and b"Exif" not in bare
    seen = Image.open(io.BytesIO(bare))
    assert not seen.getexif() and seen.size == (20, 40)
    assert {"comment", "xmp", "exif"}.isdisjoint(seen.info)


@pytest.mark.parametrize("form, name", [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_other_pictures_lose_their_notes_too(form: str, name: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    more: dict[str, Any] = {"exif": exif}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "SecretAuthor")
        more["pnginfo"] = notes
    else:
        more["xmp"] = b"<x>SecretPlace</x>"
    content = picture(form, **more)
    assert b"Secret" in content
    assert b"Secret" not in read(keep(name, content))


def test_what_hangs_on_the_end_of_a_picture_is_cut_off() -> None:
    kept = keep("two.jpg", picture() + b"<?php evil() ?>" + DOCX)
    assert b"evil" not in read(kept)


def test_big_pictures_are_made_smaller() -> None:
    assert max(Image.open(io.BytesIO(read(keep("wide.jpg", picture(size=(3000, 30)))))).size) == files.WIDEST


@pytest.mark.parametrize(
    "given, kept",
    [("../../etc/passwd.pdf", "passwd.pdf"), ("a\x00b\n.pdf", "a b .pdf"), ("  ", "file")],
)
def test_names_are_only_names(given: str, kept: str) -> None:
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1")
    upload._name = given  # type: ignore[attr-defined]  # as a client that does not keep to the rules sends it
    stored = files.keep(upload, root="001.", person_id=None, at=NOON)
    assert stored.name == kept


def test_the_same_content_twice() -> None:
    one, two = keep("a.pdf", b"%PDF-same"), keep("b.pdf", b"%PDF-same")
    assert one.sha256 == two.sha256 and one.pk != two.pk
    assert read(one) == read(two)


def test_the_same_content_lies_on_the_disk_once(folder: Path) -> None:
    one, two = keep("a.pdf", b"%PDF-same"), keep("b.pdf", b"%PDF-same")
    assert one.content.name == two.content.name
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1
    Path(one.content.path).unlink()
    assert read(keep("c.pdf", b"%PDF-same")) == b"%PDF-same"


def test_a_photograph_of_many_pixels_is_read_small_and_others_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_PIXELS", 20_000_000)
    photo, drawing = picture(size=(5000, 5000)), picture("PNG", size=(5000, 5000))
    assert "像素" in refused("drawing.png", drawing, folder)
    assert max(Image.open(io.BytesIO(read(keep("photo.jpg", photo)))).size) <= files.WIDEST


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_text_in_the_usual_encodings(encoding: str) -> None:
    assert keep("意见.csv", "编号,意见\n1,路灯坏了\n".encode(encoding)).media_type == "text/plain"


def test_what_nothing_holds_is_tidied_away(world: World, folder: Path) -> None:
    """Held by a voice it stays; the same content under another name keeps the content."""
    held, other = keep("照片.jpg", picture()), keep("同一张.jpg", picture())
    lost = keep("没有交.jpg", picture("PNG"))
    given.voice(world).files.create(file=held)
    later = NOON + files.FORGOTTEN
    assert files.tidy(later) == 0, "not before its time"
    assert files.tidy(later + timedelta(seconds=1)) == 2
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [held.pk]
    on_disk = [p.name for p in folder.rglob("*") if p.is_file()]
    assert on_disk == [held.sha256] and lost.sha256 != held.sha256 and other.sha256 == held.sha256
