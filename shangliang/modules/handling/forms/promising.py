"""Promises, their steps, what shows that they were kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.forms.fields import area, day, line, photo


class PromiseForm(forms.Form):
    text = line(_("承诺做什么"))
    due_on = day(_("哪天前兑现"))


class StepForm(forms.Form):
    text = line(_("这个节点做到什么"), most=200)
    due_on = day(_("哪天前完成"))


class EvidenceForm(forms.Form):
    text = area(_("做了什么、看得到什么"), 3, most=2000)
    file = photo()


class VisitForm(forms.Form):
    visited_on = day(_("哪天去看的"))
    text = area(_("现场看到了什么"), 3, most=2000)
    file = photo()


class PostponeForm(forms.Form):
    due_on = day(_("改到哪天"))
    note = area(_("延期理由"), 2, most=2000, help_text=_("公众会看到这项承诺延期过几天。"))


class ReopenForm(forms.Form):
    due_on = day(_("新的兑现日期"))
    note = area(_("为什么恢复跟踪"), 2, most=2000)
