"""Polls and the ballots cast in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.analysis.polls import Ballot
from shangliang.look.fields import NamesField
from shangliang.modules.deliberation.models import Board, Poll
from shangliang.modules.deliberation.queries import OF_GATHERING, Choice, Content
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.plans import queries as plans
from shangliang.modules.plans.models import Plan

OFFERED = 60  # topics, the best scored first: twice what a ballot holds
NOTHING = "-"  # 弃权, where exactly one thing is ticked
WAYS = {"secret": _("无记名：谁也不知道谁投了什么"), "named": _("记名：结果列出谁投了什么")}


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


class AskForm(forms.Form):
    """现场表决: the shortest form there is. Without options it is a motion.

    few: who may vote → why that is too few for a secret vote, or None.
    """

    question = forms.CharField(label=_("问题"), max_length=120)
    options = forms.CharField(
        label=_("选项"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, required=False,
        help_text=_("一行一个，选一项；不填就是赞成、反对、弃权"),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("怎么投"), choices=WAYS.items(), widget=forms.RadioSelect, initial="secret"
    )
    voters = forms.ChoiceField(
        label=_("谁可以投"), choices=[(v.value, v.label) for v in OF_GATHERING], widget=forms.RadioSelect,
        initial="present", help_text=_("开始投票时名册就定下来"),
    )  # fmt: skip

    def __init__(self, *args: Any, few: dict[str, str | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.few = few
        if few[self.initial.get("voters", "present")]:
            self.initial["way"] = "named"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("way") == "secret" and (why := self.few.get(data.get("voters", ""))):
            self.add_error("way", why)
        return data

    def terms(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["secret"] = data.pop("way") == "secret"
        data["options"] = _lines(data["options"])
        return {"method": "single" if data["options"] else "motion", **data}


class PollForm(forms.Form):
    """A poll in full. What a way of voting does not need is left as it is."""

    # What is mostly left as it is, shown folded.
    RULES = ("places", "most", "low", "high", "share", "base", "quorum_of", "quorum")
    field_order = (
        "question", "explanation", "unit", "gathering", "board", "method", "topics", "options", "places", "way",
        "voters", "people", "closes_at", "open_to_public",
    )  # fmt: skip

    question = forms.CharField(label=_("问题"), max_length=120)
    explanation = forms.CharField(
        label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    gathering = forms.ModelChoiceField(
        label=_("哪次协商"),
        queryset=Gathering.objects.none(),
        required=False,
        empty_label=_("不属于哪次协商"),
    )
    board = forms.ModelChoiceField(
        label=_("哪块议事板"),
        queryset=Board.objects.none(),
        required=False,
        empty_label=_("不属于哪块议事板"),
    )
    method = forms.ChoiceField(
        label=_("方式"), choices=Poll.Method.choices,
        help_text=_("按份分：认可几项选几项；几成的人就占几成的名额，人多的一派不会全占"),
    )  # fmt: skip
    options = forms.CharField(
        label=_("选项"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000, required=False,
        help_text=_("一行一个；表决不用填。按份分的，票数相当时排在前面的优先"),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("选出几项"), min_value=1, max_value=29, initial=1, help_text=_("表决不用改")
    )
    most = forms.IntegerField(
        label=_("一张票最多选几项"), min_value=0, max_value=30, initial=0,
        help_text=_("只用于多选；0 就是和选出的项数一样"),
    )  # fmt: skip
    low = forms.IntegerField(
        label=_("最低分"), min_value=0, max_value=9, initial=0, help_text=_("只用于打分")
    )
    high = forms.IntegerField(
        label=_("最高分"), min_value=1, max_value=10, initial=5, help_text=_("只用于打分")
    )
    share = forms.ChoiceField(label=_("通过需要"), choices=Poll.Share.choices, help_text=_("只用于表决"))
    base = forms.ChoiceField(
        label=_("按谁计算"), choices=Poll.Base.choices, initial="cast", help_text=_("只用于表决")
    )
    way = forms.ChoiceField(
        label=_("怎么投"), choices=WAYS.items(), widget=forms.RadioSelect, initial="secret"
    )
    voters = forms.ChoiceField(
        label=_("谁可以投"),
        choices=Poll.Voters.choices,
        help_text=_("开始投票时名册就定下来"),
    )
    quorum_of = forms.ChoiceField(label=_("有效票数"), choices=Poll.Quorum.choices)
    quorum = forms.IntegerField(
        label=_("至少几票"), min_value=0, max_value=30_000, initial=0, help_text=_("只用于“至少收回若干票”")
    )
    closes_at = forms.DateTimeField(
        label=_("截止"), required=False, help_text=_("不填就由人来结束；填了，到点自动截止并计票"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    open_to_public = forms.BooleanField(
        label=_("结果可以公开"), required=False, help_text=_("公开的记名投票，谁投了什么也公开")
    )

    def __init__(
        self, *args: Any, gatherings: Any, boards: Any, people: Any, plan: Plan | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.plan = plan
        if plan:
            best = list(plans.choosable(plan).values_list("pk", flat=True)[:OFFERED])
            best += self.initial.get("topics", [])
            self.fields["topics"] = forms.ModelMultipleChoiceField(
                label=_("请大家选的议题"), queryset=plans.choosable(plan).filter(pk__in=best), required=False,
                widget=forms.CheckboxSelectMultiple, help_text=_now("可以列入%s的") % plan.title,
            )  # fmt: skip
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
        self.fields["people"] = NamesField(
            people, label=_("名册"), required=False, unknown=_("没有找到这个人：%s"),
            help_text=_("只用于“指定名册”；写姓名，用顿号隔开"),
        )  # fmt: skip
        self.order_fields(self.field_order)

    def plain(self) -> list[Any]:
        """Without what a vote on a plan's topics has no use for."""
        left = [n for n in ("gathering", "board") if self.plan and not self.initial.get(n)]
        left += self._folded()
        return [f for f in self.visible_fields() if f.name not in left]

    def rules(self) -> list[Any]:
        return [self[name] for name in self._folded()]

    def _folded(self) -> list[str]:
        """How many topics are chosen is what a vote on a plan's topics is about."""
        return [name for name in self.RULES if not (self.plan and name == "places")]

    def terms(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["secret"] = data.pop("way") == "secret"
        return {**data, "options": _lines(data["options"]), "plan": self.plan}


class PlanPollForm(PollForm):
    unit = forms.ModelChoiceField(label=_("举办单位"), queryset=Unit.objects.none(), empty_label=None)
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def first_of(poll: Poll, options: Sequence[Choice], people: Sequence[str]) -> dict[str, Any]:
    """What the form shows of a poll."""
    names = [n for n in PollForm.base_fields if n not in {"options", "way"}]
    shown = {name: getattr(poll, name) for name in names}
    motion = poll.method == Poll.Method.MOTION
    lines = [] if motion else [o.label for o in options if not o.topic]
    return {
        **shown, "way": "secret" if poll.secret else "named", "options": "\n".join(lines),
        "topics": [o.topic for o in options if o.topic],
        "people": "、".join(people),
    }  # fmt: skip


# --- the ballot


class BallotForm(forms.Form):
    """One ballot, to be filled in by thumb, by keys or by ear: buttons, boxes, and selects for marks and ranks."""

    def __init__(
        self, poll: Poll, options: Sequence[Choice], *args: Any, before: Content | None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.poll, self.options = poll, options
        {Poll.Method.SCORE: self._marks, Poll.Method.RANKED: self._ranks}.get(
            Poll.Method(poll.method), self._ticks
        )(before)

    def _ticks(self, before: Content | None) -> None:
        offered = [(o.key, o.label) for o in self.options]
        was = (before or {}).get("chosen", [])
        if self.poll.method in {Poll.Method.SINGLE, Poll.Method.MOTION}:
            self.fields["choice"] = forms.ChoiceField(
                label=_("您的选择"), choices=[*offered, (NOTHING, _("弃权"))], widget=forms.RadioSelect,
                initial=(was or [NOTHING])[0] if before is not None else None,
            )  # fmt: skip
            return
        most = _now("最多选 %d 项；") % self.limit if self.limit < len(offered) else ""
        self.fields["choice"] = forms.MultipleChoiceField(
            label=_("您的选择"), choices=offered, widget=forms.CheckboxSelectMultiple, required=False, initial=was,
            help_text=most + _now("一项也不选就是弃权"),
        )  # fmt: skip

    @property
    def limit(self) -> int:
        whole = len(self.options)
        return (self.poll.most or self.poll.places) if self.poll.method == Poll.Method.MULTIPLE else whole

    def _marks(self, before: Content | None) -> None:
        steps = [(str(n), str(n)) for n in range(self.poll.low, self.poll.high + 1)]
        self._selects([("", _("不打分")), *steps], (before or {}).get("marks", {}))

    def _ranks(self, before: Content | None) -> None:
        places = [(str(n), _now("第 %d") % n) for n in range(1, len(self.options) + 1)]
        ranks = (before or {}).get("ranks", [])
        was = {key: str(n) for n, rank in enumerate(ranks, start=1) for key in rank}
        self._selects([("", _("不排")), *places], was)

    def _selects(self, choices: list[tuple[Any, Any]], was: dict[str, Any]) -> None:
        for o in self.options:
            self.fields[f"of{o.key}"] = forms.ChoiceField(
                label=o.label, choices=choices, required=False, initial=str(was.get(o.key, ""))
            )

    def clean_choice(self) -> Any:
        chosen = self.cleaned_data["choice"]
        if isinstance(chosen, list) and len(chosen) > self.limit:
            raise forms.ValidationError(
                _now("最多选 %(most)d 项，您选了 %(now)d 项") % {"most": self.limit, "now": len(chosen)}
            )
        return chosen

    def said(self) -> Ballot:
        """The ballot as filled in; ranks close up, so that 2 and 5 are first and second."""
        data = self.cleaned_data
        if "choice" in data:
            chosen = data["choice"] if isinstance(data["choice"], list) else [data["choice"]]
            return Ballot(chosen=tuple(c for c in chosen if c != NOTHING))
        given = {o.key: int(data[f"of{o.key}"]) for o in self.options if data[f"of{o.key}"]}
        if self.poll.method == Poll.Method.SCORE:
            return Ballot(marks=given or None)
        places = sorted(set(given.values()))
        return Ballot(ranks=tuple(tuple(k for k, at in given.items() if at == place) for place in places))

    def pairs(self) -> list[tuple[str, str]]:
        """What was sent, for the page that asks to confirm it."""
        found = []
        for name, value in self.cleaned_data.items():
            found += [(name, str(v)) for v in (value if isinstance(value, list) else [value])]
        return found


class ReceiptForm(forms.Form):
    receipt = forms.CharField(label=_("回执码"), max_length=20)


class SureForm(forms.Form):
    """Nothing to fill in: pressed once more."""
