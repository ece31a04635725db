"""The shape of what comes in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.access import Actor
from shangliang.kernel.text import aside, official
from shangliang.modules.gatherings import queries
from shangliang.modules.gatherings.models import Agenda, Gathering, Material, Opinion, Participant
from shangliang.modules.gatherings.services import AgendaItem, Guest
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Brand, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import EventType, PlanItem
from shangliang.modules.topics.models import Topic

AGENDA_ROWS = 8
MOST_GUESTS = 200


class Moment(forms.DateTimeField):
    """A day and time of the house's zone, with the browser's own picker."""

    def __init__(self, **kwargs: Any):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class Day(forms.DateField):
    def __init__(self, **kwargs: Any):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class GatheringForm(forms.Form):
    """What, of which kind, by which steps, when, where, called by whom."""

    title = forms.CharField(label=_("名称"), max_length=120)
    type = forms.ChoiceField(label=_("类型"), choices=EventType.choices)
    template = forms.ChoiceField(label=_("流程模板"), help_text=_("步骤照模板走，到点自动勾选"))
    plan_item = forms.ModelChoiceField(
        label=_("年度计划题目"), queryset=PlanItem.objects.none(), required=False, empty_label=_("不在计划内")
    )
    brand = forms.ModelChoiceField(
        label=_("品牌"), queryset=Brand.objects.none(), required=False, empty_label=_("不用品牌")
    )
    starts_at = Moment(label=_("开始时间"), required=False)
    ends_at = Moment(label=_("结束时间"), required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    region = forms.ModelChoiceField(
        label=_("所在镇村"), queryset=Unit.objects.none(), required=False, empty_label=_("不限")
    )
    online = forms.URLField(
        label=_("线上会场"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("远程协商填会议链接"),
    )
    convener = forms.ModelChoiceField(
        label=_("召集人"), queryset=Person.objects.none(), required=False, empty_label=_("还没有定")
    )
    open_to_public = forms.BooleanField(
        label=_("公开"),
        required=False,
        initial=True,
        help_text=_("公开的协商，通知发出后上公开站，群众可以旁听签到"),
    )

    def __init__(
        self, *args: Any, actor: Actor, on: date, root: str, topic: Topic | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self._set("template", [(p.slug, p.label + aside(p.place)) for p in queries.patterns().values()])
        items = queries.plan_items(actor)
        self._from("plan_item", items.filter(topic=topic) if topic else items)
        self._from("brand", org.brands(root))
        self._from("region", org.places(root))
        self._from("convener", queries.conveners(root, on))

    def _set(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _from(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PrepareForm(GatheringForm):
    """A new gathering: also whose it is and on which topic."""

    unit = forms.ModelChoiceField(label=_("举办单位"), queryset=Unit.objects.none(), empty_label=None)
    topic = forms.ModelChoiceField(label=_("议题"), queryset=Topic.objects.none(), empty_label=_("请选择"))
    field_order = ("topic", "unit", "title", "type", "template", "plan_item")

    def __init__(self, *args: Any, units: QuerySet[Unit], topics: QuerySet[Topic], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._from("unit", units)
        self._from("topic", topics)
        self.order_fields(self.field_order)


class QuickForm(forms.Form):
    """微协商 on one page."""

    topic = forms.ModelChoiceField(label=_("议题"), queryset=Topic.objects.none(), empty_label=_("请选择"))
    unit = forms.ModelChoiceField(label=_("举办单位"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("商量什么"), max_length=120)
    starts_at = Moment(label=_("什么时候"))
    place = forms.CharField(label=_("在哪里"), max_length=120)
    convener = forms.ModelChoiceField(
        label=_("谁来召集"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    guests = forms.CharField(
        label=_("请谁来"),
        widget=_text(6),
        max_length=20000,
        help_text=_("一人一行：姓名，身份，单位职务。身份不写按基层群众代表。至少请一名委员。"),
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], topics: QuerySet[Topic], root: str, on: date, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.root = root
        for name, rows in {"unit": units, "topic": topics, "convener": queries.conveners(root, on)}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_guests(self) -> list[Guest]:
        return guests_of(self.cleaned_data["guests"], self.root)


class AgendaRow(forms.Form):
    part = forms.ChoiceField(label=_("环节"), choices=Agenda.Part.choices, required=False)
    title = forms.CharField(label=_("内容"), max_length=160, required=False)
    minutes = forms.IntegerField(label=_("分钟"), min_value=1, max_value=480, required=False)
    order = forms.IntegerField(label=_("次序"), min_value=1, max_value=99, required=False)


AgendaRows = forms.formset_factory(AgendaRow, extra=0, max_num=30, absolute_max=40)


@official()
def usual_agenda() -> list[dict[str, Any]]:
    """通报 → 提问 → 解答 → 发言 (DOMAIN 3.3), to begin with."""
    parts = [
        ("report", _now("有关部门通报情况"), 20),
        ("question", _now("委员和群众提问"), 20),
        ("answer", _now("部门现场解答"), 20),
        ("speech", _now("协商发言，形成共识"), 40),
    ]
    return [{"part": p, "title": t, "minutes": m} for p, t, m in parts]


def agenda_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Initial values for the rows, with empty ones behind them."""
    filled = [{**row, "order": order} for order, row in enumerate(rows, start=1)]
    empty = max(3, AGENDA_ROWS - len(filled))
    return filled + [
        {"part": "speech", "title": "", "minutes": 10, "order": len(filled) + n + 1} for n in range(empty)
    ]


def agenda_items(rows: list[dict[str, Any]]) -> list[AgendaItem]:
    """The rows that say something, in the order that was asked for."""
    said = [
        (row.get("order") or 99, n, row) for n, row in enumerate(rows) if (row.get("title") or "").strip()
    ]
    return [
        AgendaItem(row.get("part") or "other", row["title"], row.get("minutes") or 10)
        for _order, _n, row in sorted(said)
    ]


class GuestForm(forms.Form):
    """One person to invite: from the house's own, or by name."""

    capacity = forms.ChoiceField(label=_("身份"), choices=Participant.Capacity.choices)
    person = forms.ModelChoiceField(
        label=_("系统里的人"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("不在系统里，写姓名"),
        help_text=_("选了以后，通知会发到她的工作台"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    unit = forms.ModelChoiceField(
        label=_("代表单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("不代表单位"),
        help_text=_("部门参加人选上部门，本部门的人就能看到这次协商并在线回应"),
    )
    standing = forms.CharField(label=_("单位职务"), max_length=120, required=False)

    def __init__(self, *args: Any, root: str, on: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.guests(root, on)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = queries.answerable(root)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("person") and not (data.get("name") or "").strip():
            raise ValidationError(_("请选一个人，或写姓名"))
        return data


class GuestLinesForm(forms.Form):
    """Many at once, as copied from a sheet."""

    lines = forms.CharField(
        label=_("名单"),
        widget=_text(8),
        max_length=20000,
        help_text=_(
            "一人一行：姓名，身份，单位职务。可以从表格里整列复制。与系统里的人同名且只有一个时自动对上。"
        ),
    )

    def __init__(self, *args: Any, root: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.root = root

    def clean_lines(self) -> list[Guest]:
        return guests_of(self.cleaned_data["lines"], self.root)


ALSO = {
    "委员": "member", "群众": "grassroots", "群众代表": "grassroots", "专家": "expert", "领导": "leader",
    "部门": "head", "律师": "legal", "当事人": "stakeholder", "利益方": "stakeholder",
}  # fmt: skip


def guests_of(typed: str, root: str) -> list[Guest]:
    """Lines of 姓名，身份，单位职务 as guests (1 query); ValidationError names the lines it cannot read."""
    # People type 委员 also where the page speaks English.
    with official():
        capacities = {str(label): value for value, label in Participant.Capacity.choices}
    capacities |= {str(label): value for value, label in Participant.Capacity.choices} | ALSO
    rows, wrong = [], []
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_GUESTS:
        raise ValidationError(_("一次最多 %d 人") % MOST_GUESTS)
    for number, line in enumerate(lines, start=1):
        cells = [c.strip() for c in re.split(r"[,，\t;；|]| {2,}", line)]
        name, capacity = cells[0], capacities.get(cells[1] if len(cells) > 1 else "群众")
        if not 2 <= len(name) <= 60 or capacity is None:
            wrong.append(_now("第 %(n)d 行“%(line)s”认不出身份") % {"n": number, "line": line[:30]})
        else:
            rows.append((name, capacity, "，".join(cells[2:])[:120]))
    if wrong:
        raise ValidationError(wrong)
    known = queries.persons_named(root, {name for name, _c, _s in rows})
    return [Guest(c, name=n, person=known.get(n), standing=s) for n, c, s in rows]


class VisitForm(forms.Form):
    on = Day(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    notes = forms.CharField(label=_("看到、听到什么"), max_length=5000, widget=_text(6))


class MaterialForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=Material.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=160, required=False, help_text=_("不写就用文件名"))
    file = forms.FileField(label=_("文件"), required=False)
    link = forms.URLField(
        label=_("链接"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("录像等大文件存在别处时填链接"),
    )


class OpinionForm(forms.Form):
    """Quick entry: who, what."""

    participant = forms.ModelChoiceField(
        label=_("发言人"), queryset=Participant.objects.none(), empty_label=None
    )
    text = forms.CharField(label=_("说了什么"), max_length=4000)
    agenda = forms.ModelChoiceField(queryset=Agenda.objects.none(), required=False, widget=forms.HiddenInput)
    replies_to = forms.ModelChoiceField(
        label=_("回应哪一条"), queryset=Opinion.objects.none(), required=False, empty_label=_("不是回应")
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = {
            "participant": gathering.participants.select_related("unit"),
            "agenda": gathering.agenda.all(),
            "replies_to": gathering.opinions.filter(replies_to=None)
            .select_related("participant")
            .order_by("-pk"),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["replies_to"].label_from_instance = _opinion_line  # type: ignore[attr-defined]

    def name_speakers(self, people: Sequence[Participant]) -> None:
        """Whom one can choose, as the console has them: present ones first, with where they come from."""
        self.fields["participant"].choices = [(p.pk, _speaker(p)) for p in people]  # type: ignore[attr-defined]


def _speaker(p: Participant) -> str:
    name = p.name + aside(p.unit.short if p.unit else p.get_capacity_display())
    return name if p.signed_in_at else _now("%s · 未签到") % name


class CorrectForm(forms.Form):
    text = forms.CharField(label=_("更正为"), max_length=4000, widget=_text(4))


class ConsensusForm(forms.Form):
    text = forms.CharField(label=_("共识"), max_length=2000, widget=_text(3))
    responsible = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Unit.objects.none(), empty_label=_("请选择")
    )
    due_on = Day(label=_("时限"))
    opinions = forms.ModelMultipleChoiceField(
        label=_("来自哪些意见"),
        queryset=Opinion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = queries.answerable(gathering.root)  # type: ignore[attr-defined]
        opinions = gathering.opinions.filter(replies_to=None).select_related("participant")
        self.fields["opinions"].queryset = opinions  # type: ignore[attr-defined]
        self.fields["opinions"].label_from_instance = _opinion_line  # type: ignore[attr-defined]


def _opinion_line(opinion: Opinion) -> str:
    return f"{opinion.participant.name}：{opinion.text[:40]}"


class LightForm(forms.Form):
    evidence = forms.CharField(
        label=_("佐证"),
        max_length=1000,
        widget=_text(4),
        help_text=_("写清楚凭什么说做到了：事情、时间、链接"),
    )
    file = forms.FileField(label=_("佐证文件"), required=False)


class StepForm(forms.Form):
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    done = forms.ChoiceField(choices=[("1", "1"), ("0", "0")], required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("理由"), max_length=2000, widget=_text(3))


class JoinForm(forms.Form):
    """Signing in by the code: picked from the list, or adding oneself."""

    participant = forms.IntegerField(required=False, min_value=1)
    name = forms.CharField(label=_("您的姓名"), max_length=60, required=False)
    standing = forms.CharField(label=_("住处或单位"), max_length=120, required=False)
    joining = forms.BooleanField(required=False)


class BoardForm(forms.Form):
    """The filters of the list, from the address."""

    state = forms.CharField(required=False, max_length=20)
    type = forms.ChoiceField(required=False, choices=[("", _("全部")), *EventType.choices])
    month = forms.CharField(required=False, max_length=7)
    mine = forms.BooleanField(required=False)
    topic = forms.IntegerField(required=False, min_value=1)

    def wanted(self) -> dict[str, Any]:
        """What was asked for, as `queries.filtered` takes it; what cannot be read is left out."""
        self.is_valid()
        data = {name: self.cleaned_data.get(name) for name in ("state", "type", "topic")}
        data["month"] = queries.month_of(self.cleaned_data.get("month") or "")
        return {name: value for name, value in data.items() if value}
