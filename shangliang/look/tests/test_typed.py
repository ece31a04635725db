"""What a failure hands back stands under the words of its form, never under the names of its fields."""

from types import SimpleNamespace

from django import forms
from django.http import HttpRequest
from django.test import RequestFactory

from shangliang.look.typed import typed


class SheetLine(forms.Form):
    title = forms.CharField(label="事情")
    open_ok = forms.BooleanField(label="同意公开", required=False)
    source = forms.ChoiceField(label="来源", choices=[("paper", "纸表"), ("code", "扫码")])
    place = forms.ModelChoiceField(label="镇村", queryset=None)
    told = forms.CharField(label="内部", widget=forms.HiddenInput)


class Elsewhere(forms.Form):
    title = forms.CharField(label="标题")


Elsewhere.__module__ = "shangliang.elsewhere.forms"


def posted(view: str = "shangliang.look.tests.views", **data: str) -> HttpRequest:
    request = RequestFactory().post("/x/", data)
    request.resolver_match = SimpleNamespace(func=SimpleNamespace(__module__=view))  # type: ignore[assignment]
    return request


def test_each_value_stands_under_its_label() -> None:
    given = {"title": "路灯不亮", "open_ok": "on", "source": "paper", "place": "17", "told": "x"}
    assert typed(posted(**given)) == [("事情", "路灯不亮"), ("同意公开", "是"), ("来源", "纸表")]


def test_the_form_of_the_same_module_gives_the_words() -> None:
    assert typed(posted("shangliang.elsewhere.views.pages", title="x")) == [("标题", "x")]
    assert typed(posted(title="x")) == [("事情", "x")]


def test_rows_of_a_sheet_are_numbered() -> None:
    given = {"line-0-title": "一", "line-TOTAL_FORMS": "2", "line-1-title": "二", "r12-title": "三"}
    assert typed(posted(**given)) == [("事情（第 1 条）", "一"), ("事情（第 2 条）", "二"), ("事情", "三")]


def test_unknown_names_are_never_shown() -> None:
    given = {"odd_name": "写了一段", "also": "7", "token": "t", "password": "geheim", "title": " "}
    assert typed(posted(**given)) == [("第 1 项", "写了一段")]
