"""Files of a form that is shown again (an error, similar ones found): they are kept, and need not be chosen twice.

The form carries their numbers, signed, so that nobody can hang a stranger's file on their own voice.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.utils.translation import gettext as _

from shangliang.kernel import files, text
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile

MOST = 5
DAY = 24 * 3600
SALT = "portal.attachments"


def taken(request: Any, form: Form) -> list[StoredFile]:
    """What came with this form, now or before. A file that is refused becomes an error of the form."""
    form.full_clean()
    unit = form.cleaned_data.get("unit")
    kept = _before(form.data.get("kept", ""))
    uploads = request.FILES.getlist("files")
    if len(kept) + len(uploads) > MOST:
        form.add_error(None, _("最多传 %d 个附件，没有保存") % MOST)
    elif unit:
        for upload in uploads:
            try:
                kept.append(
                    files.keep(
                        upload, root=unit.path[:STEP], person_id=request.actor.person_id, at=request.at
                    )
                )
            except files.BadFile as refused:
                form.add_error(None, str(refused))
    elif uploads:
        form.add_error(None, _("附件还没有收下，改好后请再选一次"))
    signed = signing.dumps([f.pk for f in kept], salt=SALT) if kept else ""
    form.data = {**form.data.dict(), "kept": signed}  # type: ignore[attr-defined]
    return kept


def remind(request: Any, kept: list[StoredFile]) -> None:
    """Say on the page that is shown again what need not be chosen again."""
    if kept:
        messages.info(request, _("已收下附件：%s。不用再选。") % text.listed(f.name for f in kept))


def _before(signed: str) -> list[StoredFile]:
    try:
        return list(StoredFile.objects.filter(pk__in=signing.loads(signed, salt=SALT, max_age=DAY)))
    except signing.BadSignature:
        return []
