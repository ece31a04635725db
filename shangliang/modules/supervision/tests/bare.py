"""The least of each kind of this module, made by the kernel alone: for walks and for the who-may matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from shangliang.modules.supervision.models import (
    PAPER_OUT,
    Activity,
    Presence,
    Recheck,
    SpecialSupervisor,
    TeamMember,
)
from tests import given
from tests.given import put
from tests.world import NOON, World

SOON = given.DAY + given.LATER


def _supervision(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "year": 2026, "form": "special", "title": "信访工作监督", "basis": "年度计划",
        "subject": "信访事项办理", "owner": world.units["c-society"], "opener": world.people["wang"], "source": "other",
    }  # fmt: skip


def _supervised(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "department": world.units["d-housing"],
        "supervision": more.get("supervision") or given.bare(world, "supervision"),
    }  # fmt: skip


def _finding(world: World, more: dict[str, Any]) -> dict[str, Any]:
    supervision = more.get("supervision") or given.one(world, "supervision")
    last = supervision.findings.aggregate(last=Max("order"))["last"] or 0
    return {
        "unit": world.units["yunchuan"], "supervision": supervision, "order": last + 1,
        "finder": world.people["lin"], "department": world.units["d-housing"], "title": "答复不及时",
        "problem": "抽查 20 件有 6 件超期。", "advice": "逐件补办，按月通报。",
    }  # fmt: skip


def _follow_up(world: World, more: dict[str, Any]) -> dict[str, Any]:
    supervision = more.get("supervision") or given.in_state(world, "supervision", "closed")
    return {"unit": world.units["yunchuan"], "supervision": supervision, "round": 1, "due_on": SOON}


def _supervisor(world: World, more: dict[str, Any]) -> dict[str, Any]:
    # One letter for one department runs at a time: an earlier one has ended.
    ended = {
        "state": "expired",
        "due_at": None,
        "clock_of": "",
        "clock_from": None,
        "clock_at": None,
        "clock_step": 0,
    }
    SpecialSupervisor.objects.filter(state="serving", person=world.people["lin"]).update(**ended)
    return {
        "unit": world.units["yunchuan"], "department": world.units["d-housing"], "person": world.people["lin"],
        "field": "窗口服务", "letter_no": f"云协聘{next(given.numbers)}号", "starts_on": given.DAY, "ends_on": SOON,
    }  # fmt: skip


def _observation(world: World, more: dict[str, Any]) -> dict[str, Any]:
    supervisor = more.get("supervisor") or given.in_state(world, "special_supervisor", "expired")
    return {
        "unit": world.units["yunchuan"], "supervisor": supervisor, "seen_on": given.DAY, "title": "窗口排队",
        "text": "上午排队一小时。",
    }  # fmt: skip


def _appraisal(world: World, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": world.units["yunchuan"], "title": "评议部门工作", "meeting": "常委会第二十次会议", "held_on": SOON,
        "quorum": 1,
    }  # fmt: skip


FIELDS: given.Fields = {
    "supervision": _supervision,
    "supervised": _supervised,
    "finding": _finding,
    "follow_up": _follow_up,
    "special_supervisor": _supervisor,
    "observation": _observation,
    "appraisal": _appraisal,
}


def _team(world: World, supervision: Any) -> None:
    given.bare(world, "supervised", supervision=supervision)
    team = supervision.teams.create(order=1, name="第一组")
    for name in ("lin", "deng", "feng"):
        TeamMember.objects.create(
            team=team, supervision=supervision, person=world.people[name], leader=name == "lin"
        )


def _entitled(world: World, appraisal: Any) -> None:
    appraisal.departments.create(order=1, department=world.units["d-housing"])
    appraisal.roll.create(person=world.people["lin"])


AROUND: given.Around = {"supervision": _team, "appraisal": _entitled}


def _schemed(world: World) -> dict[str, Any]:
    return {"scheme": "三个月，四个组。", "starts_on": given.DAY, "ends_on": SOON}


def _approved(world: World) -> dict[str, Any]:
    return {**_schemed(world), "approver": world.people["chen"]}


def _sent_out(world: World) -> dict[str, Any]:
    number = next(given.numbers)
    return {
        **_approved(world), "opinion_title": "监督意见书", "opinion": "总的情况", "opinion_to": "市信访局",
        "opinion_year": 2026, "opinion_no": number, "number": f"云协监〔2026〕{number}号", "sent_on": given.DAY,
    }  # fmt: skip


def _given(world: World) -> dict[str, Any]:
    return {"dispatch": given.one(world, "dispatch"), "rectify_by": SOON}


def _measured(world: World) -> dict[str, Any]:
    return {**_given(world), "measures": "逐件补办", "responsible": "侯明亮"}


def _briefed(world: World) -> dict[str, Any]:
    return {"brief": given.one(world, "brief"), "consented_at": NOON}


def _replied(world: World) -> dict[str, Any]:
    return {"answer": "已转住建局", "answerer": world.people["wang"]}


def _counted(world: World) -> dict[str, Any]:
    return {"cast": 1, "digest": "0" * 64}


NEEDS: given.Needs = {
    "supervision": {
        "proposed": _schemed, **dict.fromkeys(["approved", "running", "reviewing"], _approved),
        **dict.fromkeys(PAPER_OUT, _sent_out),
    },
    "supervised": dict.fromkeys(["talked", "fed_back"], lambda world: {"talked_on": given.DAY}),
    "finding": {
        **dict.fromkeys(["sent", "answered", "failed"], _given), "claimed": _measured, "passed": _measured,
        "briefed": _briefed,
    },
    "follow_up": {
        "held": lambda world: {"held_on": given.DAY, "notes": "都还在", "person": world.people["lin"]}
    },
    "observation": {
        "answered": _replied, "filed": _replied,
        "taken": lambda world: {**_replied(world), "finding": given.one(world, "finding")},
    },
    "appraisal": {
        "counted": _counted, "published": _counted, "void": lambda world: {"cast": 0, "digest": ""},
    },
}  # fmt: skip


# --- what each guard asks for, supplied by hand


def _activity(world: World, supervision: Any, kind: str, at: datetime) -> None:
    made = Activity.objects.create(
        supervision=supervision, kind=kind, on=at.date(), place="文华社区", text="记录", at=at,
        recorder=world.people["wang"], supervised=supervision.supervised.first(),
    )  # fmt: skip
    Presence.objects.create(activity=made, person=world.people["lin"])


def trained(world: World, supervision: Any, at: datetime) -> None:
    _activity(world, supervision, "training", at)


def visited(world: World, supervision: Any, at: datetime) -> None:
    _activity(world, supervision, "visit", at)


def told(world: World, supervision: Any, at: datetime) -> None:
    supervision.supervised.update(talked_on=given.DAY, informed_on=given.DAY)


def discussed(world: World, supervision: Any, at: datetime) -> None:
    _activity(world, supervision, "discussion", at)


def noted(world: World, supervision: Any, at: datetime) -> None:
    given.bare(world, "finding", supervision=supervision)


def settled(world: World, supervision: Any, at: datetime) -> None:
    supervision.findings.update(
        state="dropped", due_at=None, clock_of="", clock_from=None, clock_at=None, clock_step=0
    )


def proven(world: World, finding: Any, at: datetime) -> None:
    finding.proofs.create(round=finding.round, text="照片", person=world.people["liu"], at=at)


def _rechecked(passes: bool) -> given.Fill:
    def fill(world: World, finding: Any, at: datetime) -> None:
        number = finding.round + finding.rechecks.count()
        type(finding).objects.filter(pk=finding.pk).update(round=number)
        Recheck.objects.create(
            finding=finding, round=number, passes=passes, text="看过", person=world.people["lin"], at=at
        )

    return fill


def voted(world: World, appraisal: Any, at: datetime) -> None:
    appraisal.roll.filter(voted=False).update(voted=True)


def briefed(world: World, finding: Any, at: datetime) -> None:
    type(finding).objects.filter(pk=finding.pk).update(brief=given.one(world, "brief"))


FILLS: given.Fills = {
    "supervision.has_scheme": put(scheme="三个月，四个组。", starts_on=given.DAY, ends_on=SOON),
    "supervision.all_trained": trained,
    "supervision.has_inspected": visited,
    "supervision.progress_told": told,
    "supervision.has_discussed": discussed,
    "supervision.has_findings": noted,
    "supervision.all_settled": settled,
    "finding.finder_consents": put(consented_at=NOON),
    "finding.is_briefed": briefed,
    "finding.has_deadline": put(rectify_by=SOON),
    "finding.has_measures": put(measures="逐件补办", responsible="侯明亮"),
    "finding.has_proof": proven,
    "finding.recheck_passes": _rechecked(True),
    "finding.recheck_fails": _rechecked(False),
    "follow_up.has_notes": put(notes="都还在"),
    "appraisal.quorum_reached": voted,
}
