"""A department's own templates of replies."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.look.rewriting import rewriting
from shangliang.modules.handling import forms, queries, services
from shangliang.modules.handling.models import ReplyTemplate
from shangliang.modules.handling.views.common import Request, done
from shangliang.modules.org.models import Unit


def templates(request: Request, pk: int = 0) -> HttpResponse:
    """The list with a form for a new one; with `pk`, the form for that one."""
    unit = _unit(request)
    kept = _find(unit, pk) if pk else None
    initial = {name: getattr(kept, name) for name in ("name", "norm", "text")} if kept else {}
    form = rewriting(forms.TemplateForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        services.keep_template(unit, template=kept, **form.cleaned_data, actor=request.actor, at=request.at)
        return done(request, "handling:templates", _("模板已存"))
    context = {
        "unit": unit,
        "form": form,
        "kept": kept,
        "rows": list(unit.reply_templates.select_related("author")),
    }
    return pages.page(request, "handling/templates.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    services.drop_template(_find(_unit(request), pk), actor=request.actor)
    return done(request, "handling:templates", _("模板已删"))


def _unit(request: Request) -> Unit:
    ours = queries.departments(request.actor)
    if not ours:
        raise moves.NotAllowed(_("答复模板是承办部门的；您不在部门任职"))
    return Unit.objects.get(path=ours[0])


def _find(unit: Unit, pk: int) -> ReplyTemplate:
    found = ReplyTemplate.objects.select_related("unit").filter(unit=unit, pk=pk).first()
    if found is None:
        raise Http404
    return found
