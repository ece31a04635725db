"""A table of concerns or asks on the desk: uploaded, previewed row by row, kept in one commit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.kernel import files, sheets
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.lists import forms, services
from shangliang.modules.lists.models import Campaign
from shangliang.modules.lists.services.importing import ASKS, CONCERNS, NEW, WRONG, Preview
from shangliang.modules.lists.views.campaigns import crumbs
from shangliang.modules.lists.views.common import (
    FORMATS,
    Request,
    data_of,
    done,
    found_campaign,
    one_form,
)

MOST = 3000  # rows of one table: it is kept while somebody waits; longer ones go by the command
SHOWN = 50  # wrong rows on the page; all of them are in the table
SAMPLE = 10  # new rows on the page
LISTS = {CONCERNS: "concerns", ASKS: "asks"}


def upload(request: Request, pk: int) -> HttpResponse:
    """First step: which list, and the file. It is read at once; what cannot be read is told beside the field."""
    found = found_campaign(request, pk, "import")
    form = forms.ImportForm(*data_of(request))

    def act(data: dict[str, Any]) -> tuple[Any, str]:
        stored = files.keep(data["file"], root=found.root, person_id=request.actor.person_id, at=request.at)
        _preview(found, data["what"], stored, request)
        to = reverse("lists:import_preview", args=[pk, data["what"], stored.pk])
        return to, _("文件已读，还没有导入；请核对后再导入")

    return one_form(
        request, form, act, title=_("从表格导入清单"), first=_("先看一遍"), back=found.get_absolute_url(), uploads=True,
        crumbs=crumbs(Link(found.title, found.get_absolute_url()), Link(_("从表格导入清单"))),
        lead=_("可传 Excel（.xlsx）或 CSV。先显示每一行会怎样，核对后一次导入；同一份表再传一次不会重复。"),
    )  # fmt: skip


def preview(request: Request, pk: int, what: str, file: int) -> HttpResponse:
    """Second step: what would become of each row, and the one commit. `?format=csv|xlsx`: the wrong rows to correct."""
    found = found_campaign(request, pk, "import")
    if what not in LISTS:
        raise Http404
    mine = StoredFile.objects.filter(person_id=request.actor.person_id, root=found.root)
    seen = _preview(found, what, get_object_or_404(mine, pk=file), request)
    if request.method == "POST":
        batch = services.commit_list(found, preview=seen, actor=request.actor, at=request.at)
        words = _("导入 %(added)d 条，已有 %(same)d 条，有误 %(wrong)d 条") % {
            "added": batch.added, "same": batch.same, "wrong": batch.wrong,
        }  # fmt: skip
        return done(request, reverse(f"lists:{LISTS[what]}") + f"?campaign={pk}", words)
    headings, wrong = services.wrong_list_rows(seen)
    if request.GET.get("format") in FORMATS:
        return pages.table_response(wrong, headings, _("导入有误的行"), form=request.GET.get("format"))
    context = {
        "campaign": found, "what": what, "seen": seen, "counts": seen.counts, "most": SHOWN,
        "wrong": [r for r in seen.rows if r.state == WRONG][:SHOWN],
        "new": [r for r in seen.rows if r.state == NEW][:SAMPLE],
    }  # fmt: skip
    return pages.page(request, "lists/import.html", context)


def _preview(campaign: Campaign, what: str, stored: StoredFile, request: Request) -> Preview:
    with stored.content.open("rb") as opened:
        content = opened.read()
    sheet = sheets.read_bytes(content, limit=MOST)
    return services.preview_list(
        campaign, what=what, sheet=sheet, name=stored.name, content=content, at=request.at
    )
