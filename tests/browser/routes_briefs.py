"""What to open of briefs, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.briefs.models import Adoption, Brief, Informant, Station

POST_ONLY = {
    "briefs:submit", "briefs:cosign", "briefs:review", "briefs:publish", "briefs:from_voice", "briefs:from_topic",
    "briefs:appoint", "briefs:dismiss",
}  # fmt: skip


def briefs(found: Any, newest: Callable[..., Any]) -> None:
    city = Brief.objects.filter(unit__code="yunchuan")
    for who in ("lin", "wang"):
        found.add(who, "briefs:mine")
    for who in ("wang", "chen", "yao"):
        found.add(who, "briefs:desk")
    found.add("wang", "briefs:desk", query="?state=owed")
    for who in ("wang", "lin", "zhao"):
        found.add(who, "briefs:list")
    found.add("lin", "briefs:new")
    found.add("zhou", "briefs:new")
    for name in ("compose", "sources", "figures", "stations"):
        found.add("wang", f"briefs:{name}")
    loose = list(
        city.filter(state="submitted", composite=False).order_by("pk").values_list("pk", flat=True)[:2]
    )
    found.add(
        "wang", "briefs:compose", query="".join(f"{'&' if n else '?'}pick={pk}" for n, pk in enumerate(loose))
    )
    for state in (
        "submitted",
        "edited",
        "reviewed",
        "signed",
        "issued",
        "forwarded",
        "handled",
        "rejected",
        "merged",
    ):
        found.add("wang", "briefs:brief", newest(city, state=state))
    found.add("yao", "briefs:brief", newest(city, state="edited", composite=False))
    found.add("wang", "briefs:brief", newest(city, composite=True, state="fed_back"))
    closed = newest(city, state="fed_back", published_at__isnull=False)
    for who in ("lin", "zhao", "chen"):
        found.add(who, "briefs:brief", closed)
    draft = city.filter(state="draft").order_by("-pk").select_related("drafter").first()
    author = draft.drafter.username if draft else "lin"
    found.add(author, "briefs:brief", draft and draft.pk)
    found.add(author, "briefs:write", draft and draft.pk)
    edited = newest(city, state="edited", composite=False)
    found.add("wang", "briefs:edit", edited)
    found.add("wang", "briefs:versions", closed)
    found.add("wang", "briefs:docx", closed, kind="file")
    found.add("wang", "briefs:reject", newest(city, state="submitted"))
    found.add("wang", "briefs:release", newest(city, state="merged"))
    found.add("wang", "briefs:dissolve", newest(city, state="edited", composite=True))
    found.add("chen", "briefs:sign", newest(city, state="reviewed"))
    found.add("wang", "briefs:issue", newest(city, state="signed"))
    issued = newest(city, state="issued")
    for name in ("forward", "adopt", "tell", "feed_back"):
        found.add("wang", f"briefs:{name}", issued)
    found.add("chen", "briefs:unpublish", closed)
    found.add("wang", "briefs:correct", newest(Adoption, state="owed"))
    found.add("wang", "briefs:adoption_file", newest(Adoption, file__isnull=False), kind="file")
    serving = Informant.objects.filter(until=None, station__state="open").first()
    station = serving.station_id if serving else newest(Station)
    found.add("wang", "briefs:station", station)
    found.add("zhou", "briefs:station", station)
    found.add("wang", "briefs:station_edit", station)
    found.add("wang", "briefs:station_contacts", station)
    found.add("wang", "briefs:contacts", newest(city, state="fed_back", composite=False))
    found.add("wang", "briefs:station_new")
