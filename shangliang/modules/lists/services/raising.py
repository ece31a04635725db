"""What members put on the list: raised, mended, merged with its like, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves, once
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import official
from shangliang.kernel.wording import clean
from shangliang.modules.lists import queries
from shangliang.modules.lists.models import Author, Campaign, MemberConcern
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.org.services import must_be_in
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of

COLLECTING = ("collecting",)


@transaction.atomic
def raise_concern(
    campaign: Campaign, *, title: str, present: str, suggestion: str, actor: Actor, at: datetime,
    field: Field | None = None, departments: Sequence[Unit] = (), token: str = "",
) -> MemberConcern:  # fmt: skip
    """提出关注 by a member, while the campaign collects. What looks like it is noted for the desk."""
    if earlier := once.made_before(MemberConcern, place="lists.concern", token=token, actor=actor, at=at):
        return earlier
    moves.must(campaign, "raise", actor=actor)
    must_collect(campaign)
    concern = put_on_list(
        campaign, member=person_of(actor), title=title, present=present, suggestion=suggestion, field=field,
        departments=departments, actor=actor, at=at,
    )  # fmt: skip
    once.remember(concern, place="lists.concern", token=token, actor=actor)
    return concern


def put_on_list(
    campaign: Campaign, *, member: Person, title: str, present: str, suggestion: str, field: Field | None,
    departments: Iterable[Unit], actor: Actor, at: datetime, **facts: Any,
) -> MemberConcern:  # fmt: skip
    """A new concern with its author; to be called inside a transaction, by whoever has checked the right."""
    named = list(departments)
    must_be_in(campaign.unit.path, units=named)
    concern = MemberConcern(
        unit=campaign.unit, campaign=campaign, member=member, field=field, raised_at=at,
        title=clean(title, missing=_("请写标题"), most=120), present=clean(present, missing=_("请写现状")),
        suggestion=clean(suggestion, missing=_("请写建议")),
    )  # fmt: skip
    near = queries.similar_to(concern.title, f"{concern.present}\n{concern.suggestion}", root=campaign.root)
    concern.like = next((n.concern for n in near if n.same), None)
    moves.begin(concern, actor=actor, at=at, campaign=campaign.pk, **facts)
    concern.departments.set(named)
    Author.objects.create(concern=concern, person=member)
    return concern


def must_collect(campaign: Campaign) -> None:
    if campaign.state not in COLLECTING:
        label = moves.label_of(campaign)
        raise moves.Stale(_("“%s”现在不征集清单") % campaign, state=label)


@transaction.atomic
def edit_concern(
    concern: MemberConcern, *, title: str, present: str, suggestion: str, actor: Actor, at: datetime,
    field: Field | None = None, departments: Sequence[Unit] = (),
) -> None:  # fmt: skip
    """Better words until it is pushed; what was pushed stays as it was pushed."""
    if concern.state != "new":
        raise moves.Stale(_("已经有了去处，不能再改"), state=moves.label_of(concern))
    must_be_in(concern.unit.path, units=departments)
    new: dict[str, Any] = {
        "title": clean(title, missing=_("请写标题"), most=120), "present": clean(present, missing=_("请写现状")),
        "suggestion": clean(suggestion, missing=_("请写建议")), "field": field,
    }  # fmt: skip
    changed = sorted(name for name, value in new.items() if getattr(concern, name) != value)
    for name in changed:
        setattr(concern, name, new[name])
    moves.record(concern, "edit", actor=actor, at=at, changed=changed)
    if changed:
        MemberConcern.objects.filter(pk=concern.pk).update(**{name: new[name] for name in changed})
    concern.departments.set(departments)


@transaction.atomic
def merge(concern: MemberConcern, *, into: MemberConcern, actor: Actor, at: datetime) -> None:
    """归并: the other one goes on with the authors of both; each of them is told of whatever comes of it."""
    pair = MemberConcern.objects.select_for_update(of=("self",)).select_related("unit")
    rows = {c.pk: c for c in pair.filter(pk__in=[concern.pk, into.pk]).order_by("pk")}
    target = rows[into.pk]
    if concern.pk == into.pk or target.campaign_id != concern.campaign_id:
        raise moves.Refused(_("只能归并到同一活动里的另一条"))
    if target.state in {"merged", "withdrawn"}:
        raise moves.Refused(_("“%s”已经归并或撤回，不能再并进去") % target)
    if concern.merged_ones.filter(state="merged").exists():
        raise moves.Refused(_("已有别的关注归并到这一条，请把那几条直接并过去，或反过来归并"))
    MemberConcern.objects.filter(pk=concern.pk).update(merged_into=target)
    concern.merged_into = target
    moves.make(concern, "merge", actor=actor, at=at, into=target.pk)
    _add_authors(target, concern, set(target.authors.values_list("person_id", flat=True)))
    target.departments.add(*concern.departments.all())
    moves.record(target, "join", actor=CLOCK, at=at, concern=concern.pk)


@transaction.atomic
def split(concern: MemberConcern, *, note: str, actor: Actor, at: datetime) -> None:
    """取消归并: it was another matter after all; it waits for its own answer again."""
    target = concern.merged_into
    moves.make(concern, "split", actor=actor, at=at, note=note)
    MemberConcern.objects.filter(pk=concern.pk).update(merged_into=None)
    concern.merged_into = None
    if target is not None:
        target.authors.filter(through=concern).delete()
        _name_authors_of_the_rest(target)
        moves.record(target, "part", actor=CLOCK, at=at, concern=concern.pk)


def _name_authors_of_the_rest(target: MemberConcern) -> None:
    """Whoever was named through the one that left may stand behind another one that stayed."""
    there = set(target.authors.values_list("person_id", flat=True))
    for one in target.merged_ones.filter(state="merged").order_by("pk"):
        _add_authors(target, one, there)


def _add_authors(target: MemberConcern, of: MemberConcern, there: set[int]) -> None:
    new = [a.person_id for a in of.authors.all() if a.person_id not in there]
    Author.objects.bulk_create(Author(concern=target, person_id=pk, through=of) for pk in new)
    there.update(new)


@transaction.atomic
def decline(concern: MemberConcern, *, note: str, actor: Actor, at: datetime) -> None:
    """不予推送: with the reason, which every author is told; she may object."""
    moves.must_now(concern, "decline", actor=actor)
    reason = clean(note, missing=_("请写明理由"))
    with official():
        said = _("没有推送给部门。理由：%s") % reason
    new = {"adoption": "rejected", "reason": reason, "answer": said}
    MemberConcern.objects.filter(pk=concern.pk).update(**new)
    for name, value in new.items():
        setattr(concern, name, value)
    moves.make(concern, "decline", actor=actor, at=at, note=reason)


@transaction.atomic
def withdraw(concern: MemberConcern, *, note: str, actor: Actor, at: datetime) -> None:
    """By the member who raised it alone, before anybody has answered."""
    moves.make(concern, "withdraw", actor=actor, at=at, note=note)
    recall_parts(concern, at=at)


def recall_parts(concern: MemberConcern, *, at: datetime) -> None:
    """What departments have not answered yet needs no answer any more."""
    for part in concern.parts.filter(state="waiting").select_related("unit").order_by("pk"):
        moves.make(part, "recall", actor=CLOCK, at=at)
