"""Uploads: checked by their first bytes, not by their name; kept under the hash of their content.

Allowed: pictures (re-encoded, so that nothing rides along), PDF, Word/Excel/PowerPoint (no macros), text, CSV.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import struct
import zipfile
from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from shangliang.kernel import text
from shangliang.kernel.models import StoredFile

OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
WIDEST = 2400  # pixels of the longer side that are kept
FORGOTTEN = timedelta(days=2)
MOST_PIXELS = 60_000_000  # once decoded, some 240 MB
Image.MAX_IMAGE_PIXELS = 250_000_000  # what a telephone takes at most; beyond twice that Pillow opens nothing


class BadFile(ValueError):
    """A file that is not taken, with the reason and what to do; nothing of it was kept."""


def keep(upload: UploadedFile, *, root: str, person_id: int | None, at: datetime) -> StoredFile:
    """Check one upload and keep it. Raises BadFile."""
    size, name = (
        upload.size or 0,
        text.shortened(text.normal(PurePath(upload.name or "").name), 200) or "file",
    )
    if size > settings.UPLOAD_LIMIT:
        raise BadFile(
            _("“%(name)s”超过 %(limit)d MB，没有保存。请压缩或拆分后再传")
            % {"name": name, "limit": settings.UPLOAD_LIMIT >> 20}
        )
    if not size:
        raise BadFile(_("“%s”是空文件，没有保存") % name)
    content = upload.read()
    content, media_type = _checked(name, content)
    sha = hashlib.sha256(content).hexdigest()
    kept = StoredFile(
        root=root, name=name, sha256=sha, size=len(content), media_type=media_type, at=at, person_id=person_id
    )
    with transaction.atomic():
        _alone_with(sha)
        there = StoredFile.objects.filter(sha256=sha).first()
        if there and there.content.name and there.content.storage.exists(there.content.name):
            kept.content.name = there.content.name  # one content is kept once, under as many names as it came
        else:
            kept.content.save(f"{sha[:2]}/{sha}", ContentFile(content), save=False)
        kept.save()
    return kept


def tidy(at: datetime) -> int:
    """What nothing holds two days after it came (a form that was never sent) goes. Returns how many.

    A content goes with the last of its names, and never while the same one is just being kept again.
    """
    unused = StoredFile.objects.filter(at__lt=at - FORGOTTEN)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            column = relation.field.attname
            held = relation.related_model._base_manager.filter(**{f"{column}__isnull": False})
            unused = unused.exclude(pk__in=held.values(column))
    gone = list(unused[:1000])
    for row in gone:
        row.delete()
        with transaction.atomic():
            _alone_with(row.sha256)
            if not StoredFile.objects.filter(sha256=row.sha256).exists():
                row.content.storage.delete(str(row.content.name))
    return len(gone)


def _alone_with(sha: str) -> None:
    """Nobody else keeps or removes this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha])


def _checked(name: str, content: bytes) -> tuple[bytes, str]:
    if content[:5] == b"%PDF-":
        return content, "application/pdf"
    if content[:4] == b"PK\x03\x04":
        return content, _office(name, content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadFile(_("“%s”是旧版或加密的 Office 文件，没有保存。请另存为 docx、xlsx 或 PDF 再传") % name)
    if picture := _picture(name, content):
        return picture
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            plain = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in plain and PurePath(name).suffix.lower() in {".txt", ".csv"}:
            return content, "text/plain"
    raise BadFile(_("“%s”的类型不收，没有保存。可传图片、PDF、Word、Excel、PPT、文本") % name)


def _office(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = {i.filename: i.file_size for i in packed.infolist()}
    except zipfile.BadZipFile:
        raise BadFile(_("“%s”已损坏，没有保存") % name) from None
    if sum(inside.values()) > 20 * settings.UPLOAD_LIMIT:
        raise BadFile(_("“%s”解开后过大，没有保存") % name)
    if any(n.lower().endswith("vbaproject.bin") for n in inside):
        raise BadFile(_("“%s”带有宏，没有保存。请另存为不带宏的文件") % name)
    for part, media_type in OFFICE.items():
        if part in inside:
            return media_type
    raise BadFile(_("“%s”是压缩包，没有保存。请直接上传里面的文件") % name)


def _picture(name: str, content: bytes) -> tuple[bytes, str] | None:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.format not in PICTURES:
                raise BadFile(_("“%s”的图片格式不收，没有保存。请用 JPG、PNG 或 WebP") % name)
            form = opened.format
            # A photograph of a hundred million pixels is read at the size that is kept, not at its own.
            opened.draft(None, (WIDEST, WIDEST))
            if opened.width * opened.height > MOST_PIXELS:
                raise BadFile(_("“%s”像素太多，没有保存。请缩小后再传") % name)
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((WIDEST, WIDEST))
            # What else came with it (place, camera, comments, XMP, profiles) stays behind.
            upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
            if form == "JPEG":
                upright = upright.convert("RGB")
            again = io.BytesIO()
            upright.save(again, form, quality=85)
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as fault:
        if isinstance(fault, BadFile):
            raise
        raise BadFile(_("“%s”打不开或已损坏，没有保存") % name) from None
    return again.getvalue(), PICTURES[form]
