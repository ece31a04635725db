"""The screening board and the page of a topic."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, loop, moves, text
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.topics import forms, queries, services
from shangliang.modules.topics.flow import TOPIC
from shangliang.modules.topics.models import Cluster, Topic
from shangliang.modules.voices.models import Voice

Request = Any
POLICY_OF = moves.kind_of


def _reach(request: Request, model: Any, verb: str = "view") -> Any:
    return POLICY_OF(model).policy.reachable(request.actor, verb, model.objects.all())


def _secretary_path(request: Request) -> str:
    paths = sorted((s.path for s in request.actor.seats if s.role == "secretary"), key=len)
    if not paths:
        raise moves.NotAllowed(_("筛选由政协办公室办理"))
    return paths[0]


@require_GET
def board(request: Request) -> HttpResponse:
    path = _secretary_path(request)
    units = org.below(path).filter(kind=Unit.Kind.CPPCC)
    clusters = Cluster.objects.filter(unit__in=units)
    found = queries.board(_reach(request, Voice, "take"), _reach(request, Topic, "edit"), clusters)
    return pages.page(request, "topics/board.html", {"board": found})


@require_POST
def regroup(request: Request) -> HttpResponse:
    path = _secretary_path(request)
    count = 0
    for unit in org.below(path).filter(kind=Unit.Kind.CPPCC):
        count += services.regroup(unit, at=request.at)
        services.suggest(unit, at=request.at)
    messages.success(request, _("已重新比对，找到 %d 组可能是同一件事的来声") % count)
    return redirect("topics:board")


def cluster(request: Request, pk: int) -> HttpResponse:
    """A proposed group: untick what does not belong, word the topic, merge with one action."""
    path = _secretary_path(request)
    found = (
        Cluster.objects.select_related("unit", "centre__field")
        .filter(pk=pk, unit__in=org.below(path))
        .first()
    )
    if found is None:
        messages.info(request, _("这一组已经并入议题，或已重新比对；现在的归并建议都在这里"))
        return redirect("topics:board")
    members = queries.in_cluster(found)
    ticked = request.POST.getlist("voice") if request.method == "POST" else [str(v.pk) for v in members]
    chosen = [v for v in members if str(v.pk) in ticked]
    first = {
        "title": found.centre.title, "summary": queries.summary_of(members), "unit": found.unit,
        "origin": "raised", "field": found.centre.field,
    }  # fmt: skip
    form = _open_form(request, path, first)
    if request.method == "POST" and form.is_valid() and chosen:
        return _opened(request, form, chosen)
    if request.method == "POST" and not chosen:
        form.add_error(None, _("至少要选一条来声（可能已被别人并走，请看最新的归并）"))
    context = {"cluster": found, "members": members, "chosen": {v.pk for v in chosen}, "form": form}
    return pages.page(request, "topics/cluster.html", context, status=422 if form.errors else 200)


def topic_new(request: Request) -> HttpResponse:
    """A topic of one's own wording; voices named in `?voice=` come with it."""
    path = _secretary_path(request)
    wanted = [pk for v in request.GET.getlist("voice") if (pk := text.whole(v)) is not None]
    chosen = list(
        _reach(request, Voice, "take")
        .filter(pk__in=wanted, state__in=["received", "unsolved"])
        .select_related("unit", "field")
    )
    first = {"title": chosen[0].title, "summary": chosen[0].body, "unit": chosen[0].unit, "origin": "raised",
             "field": chosen[0].field} if chosen else {"origin": "pointed"}  # fmt: skip
    form = _open_form(request, path, first)
    if request.method == "POST" and form.is_valid():
        return _opened(request, form, chosen)
    return pages.page(
        request, "topics/new.html", {"form": form, "voices": chosen}, status=422 if form.errors else 200
    )


def _open_form(request: Request, path: str, initial: dict[str, Any]) -> forms.OpenForm:
    form = forms.OpenForm(request.POST or None, initial=initial)
    form.fields["field"].queryset = org.fields(path)  # type: ignore[attr-defined]
    form.fields["department"].queryset = org.departments(path)  # type: ignore[attr-defined]
    form.fields["unit"].queryset = org.below(path).filter(kind=Unit.Kind.CPPCC)  # type: ignore[attr-defined]
    return form


def _opened(request: Request, form: forms.OpenForm, chosen: list[Voice]) -> HttpResponse:
    data = dict(form.cleaned_data)
    department = data.pop("department")
    topic = services.open_topic(data.pop("unit"), voices=chosen, **data, actor=request.actor, at=request.at)
    if department and department != topic.department:
        services.edit(
            topic, title=topic.title, summary=topic.summary, field=topic.field, department=department,
            actor=request.actor, at=request.at,
        )  # fmt: skip
    messages.success(request, _("已形成议题线索，并入 %d 条来声，每一条都会告知提出人") % len(chosen))
    return redirect(topic)


@require_GET
def topic_list(request: Request) -> HttpResponse:
    topics = _reach(request, Topic)
    state, mine = request.GET.get("state", ""), request.GET.get("field", "")
    if state in TOPIC.states:
        topics = topics.filter(state=state)
    if (field := text.whole(mine)) is not None:
        topics = topics.filter(field_id=field)
    if request.GET.get("format") == "csv":
        headings = [_("编号"), _("议题"), _("来源"), _("领域"), _("来声"), _("人数"), _("评分"), _("状态")]
        return pages.csv_response(queries.facts_for_csv(topics), headings, "topics.csv")
    context = {
        "slice": pages.keyset(request, queries.rows(topics)),
        "state": state,
        "states": TOPIC.states.values(),
    }
    return pages.page(request, "topics/list.html", context)


def _page(request: Request, topic: Topic, status: int = 200, **more: Any) -> HttpResponse:
    path = topic.unit.path
    merge, pass_on = forms.MergeForm(), forms.PassOnForm(initial={"lead": topic.department_id})
    near = queries.same_field(topic, _reach(request, Topic))
    merge.fields["into"].queryset = _reach(request, Topic).filter(pk__in=[t.pk for t in near])  # type: ignore[attr-defined]
    for name in ("lead", "assist"):
        pass_on.fields[name].queryset = org.departments(path)  # type: ignore[attr-defined]
    may = POLICY_OF(topic).policy.which(request.actor, ["edit", "score", "release"], topic)
    options = moves.options(topic, actor=request.actor, at=request.at)
    context = {
        "topic": topic, "options": options, "steps": {o.move.name for o in options}, "may": may,
        "chain": loop.chain("topic", topic.pk, actor=request.actor), "entries": journal.story("topic", topic.pk),
        "links": queries.voices_of(topic), "scores": queries.score_lines(topic), "near": near,
        "score_forms": [forms.ScoreForm(scale="doable"), forms.ScoreForm(scale="needed")],
        "decline_form": forms.DeclineForm(), "reopen_form": forms.ReopenForm(),
        "merge_form": merge, "pass_on_form": pass_on, **more,
    }  # fmt: skip
    return pages.page(request, "topics/topic.html", context, status=status)


def _find(request: Request, pk: int) -> Topic:
    return pages.find(
        Topic, request.actor, "view", "unit", "field", "department", "place", "merged_into", "follows", pk=pk
    )


@require_GET
def topic(request: Request, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


def edit(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    moves.must(found, "edit", actor=request.actor)
    first = {name: getattr(found, name) for name in ("title", "summary", "field", "department")}
    form = forms.TopicForm(request.POST or None, initial=first)
    form.fields["field"].queryset = org.fields(found.unit.path)  # type: ignore[attr-defined]
    form.fields["department"].queryset = org.departments(found.unit.path)  # type: ignore[attr-defined]
    form = rewriting(form)
    if request.method == "POST" and form.is_valid():
        services.edit(found, **form.cleaned_data, actor=request.actor, at=request.at)
        messages.success(request, _("已保存"))
        return redirect(found)
    return pages.page(
        request, "topics/edit.html", {"topic": found, "form": form}, status=422 if form.errors else 200
    )


@require_POST
def score(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    scale = request.POST.get("scale", "")
    if scale not in forms.ScoreForm.names:
        raise Http404
    form = forms.ScoreForm(request.POST, scale=scale)
    if not form.is_valid():
        raise moves.Refused(_("每项评分应为 0 到 5"))
    services.score(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("评分已记下，可随时改"))
    return redirect(found)


@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, decline_form=form)
    services.decline(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已说明理由，每一位提出人都会看到"))
    return redirect(found)


@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.MergeForm(request.POST)
    form.fields["into"].queryset = _reach(request, Topic)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, found, 422, merge_form=form)
    services.merge(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已并入，来声全部保留"))
    return redirect(form.cleaned_data["into"])


@require_POST
def pass_on(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.PassOnForm(request.POST)
    for name in ("lead", "assist"):
        form.fields[name].queryset = org.departments(found.unit.path)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, found, 422, pass_on_form=form)
    services.pass_on(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已转部门办理"))
    return redirect(found)


@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.ReleaseForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(_("请写明为什么移出"))
    wanted = pages.find(Voice, request.actor, "view", "unit", pk=form.cleaned_data["voice"])
    services.release(found, voice=wanted, note=form.cleaned_data["note"], actor=request.actor, at=request.at)
    messages.success(request, _("已移出，来声重新等待筛选"))
    return redirect(found)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, reopen_form=form)
    count = services.reopen(found, note=form.cleaned_data["reason"], actor=request.actor, at=request.at)
    messages.success(request, _("已重新列入，%d 条说没有解决的来声一起回来") % count)
    return redirect(found)


@require_POST
def voice_pass_on(request: Request, pk: int) -> HttpResponse:
    """One voice straight to a department."""
    found = pages.find(Voice, request.actor, "view", "unit", pk=pk)
    form = forms.VoicePassOnForm(request.POST)
    form.fields["lead"].queryset = org.departments(found.unit.path)  # type: ignore[attr-defined]
    if not form.is_valid():
        raise moves.Refused(*[str(e) for errors in form.errors.values() for e in errors])
    services.pass_voice_on(found, **form.cleaned_data, actor=request.actor, at=request.at)
    messages.success(request, _("已转部门办理"))
    return redirect(found)


@require_POST
def voice_field(request: Request, pk: int) -> HttpResponse:
    """A person confirms (or corrects) what a voice is about."""
    found = pages.find(Voice, request.actor, "view", "unit", pk=pk)
    picked = text.whole(request.POST.get("field", ""))
    chosen = org.fields(found.unit.path).filter(pk=picked).first() if picked else None
    if chosen is None:
        raise moves.Refused(_("请选择领域"))
    services.confirm_field(found, field=chosen, actor=request.actor, at=request.at)
    messages.success(request, _("领域已确认：%s") % chosen)
    return redirect(request.POST.get("next") if request.POST.get("next", "").startswith("/desk/") else found)
