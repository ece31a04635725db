"""The parts render what they are given, escaped, with words beside every colour."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

from shangliang.kernel.flow import Move
from shangliang.kernel.moves import Option
from shangliang.look import nav, pages, samples, shapes
from shangliang.look.signs import Line, StateWords

HEAD = '{% import "look/parts.html" as ui with context %}'
EVIL = "<script>alert(1)</script>"


def render(source: str, **context: Any) -> str:
    request = RequestFactory().get("/x/?page=1")
    template = engines["jinja2"].from_string(HEAD + source)
    return str(template.render({"here": pages.setting_of(request), **context}, request))


def test_everything_of_the_style_guide_renders() -> None:
    html = (
        engines["jinja2"]
        .get_template("look/style.html")
        .render(samples.everything(), RequestFactory().get("/style/"))
    )
    assert len(html) > 30_000


def test_every_part_is_in_the_style_guide() -> None:
    engine = engines["jinja2"].env
    parts = {
        n for n in dir(engine.get_template("look/parts.html").make_module({"here": None})) if n[0] != "_"
    }
    source = engine.loader.get_source(engine, "look/style.html")[0]
    inside = {
        "icon",
        "card",
        "errors",
        "fields",
        "field",
        "flash",
        "seal",
        "nav",
        "bar",
        "form",
        "story",
        "told",
    }
    containers = {"marks", "past", "lists", "forms", "figures", "shell", "name", "environment", "blocks"}
    missing = {p for p in parts - inside - containers if f"ui.{p}(" not in source and p != "root_render_func"}
    assert not missing - {"debug_info", "filename", "globals", "is_up_to_date", "module"}


def test_texts_are_escaped() -> None:
    line = Line(1, EVIL, EVIL, samples.NOW, note=EVIL, public=True)
    card = shapes.Card(EVIL, "#", (EVIL,), StateWords(EVIL, "moving"))
    html = render(
        "{{ ui.timeline([line]) }}{{ ui.card(card) }}{{ ui.facts([(evil, evil)]) }}{{ ui.empty(evil, evil) }}"
        "{{ ui.receipt('7K4M9PXQ', evil, promise=evil) }}{{ ui.person(evil) }}{{ ui.found(evil, 'alert') }}",
        line=line,
        card=card,
        evil=EVIL,
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_clock_badge_says_it_in_words_and_in_a_title() -> None:
    html = render("{{ ui.clock_badge(clock) }}", clock=samples.clock_in(-2))
    assert "逾期 2 天" in html
    assert 'title="2026年3月31日（周二）到期' in html
    assert "clock-overdue" in html
    assert render("{{ ui.clock_badge(none) }}") == ""


def test_chain_marks_the_present_stop_once() -> None:
    html = render("{{ ui.chain_strip(stops) }}", stops=samples.chain())
    assert html.count('aria-current="step"') == 1
    assert html.count("stop-passed") >= 6
    assert "区住建局 · 物业科 王敏" in html
    assert "王敏" not in render("{{ ui.chain_strip(stops, public=True) }}", stops=samples.chain())


def test_public_timeline_keeps_names_and_notes_back() -> None:
    html = render("{{ ui.timeline(lines, public=True) }}", lines=samples.lines())
    assert "签收" in html
    assert "王敏" not in html
    assert "管线迁改" not in html
    assert "时限将到" not in html


def test_long_timeline_is_folded() -> None:
    lines = [Line(i, f"第{i}步", "李娜", samples.NOW - timedelta(days=i)) for i in range(20)]
    html = render("{{ ui.timeline(lines) }}", lines=lines)
    assert "再看更早的 12 条" in html


def test_next_steps() -> None:
    urls = {"submit": "/a/", "refuse": "/b/", "close": "/c/"}.get
    html = render(
        "{{ ui.next_steps(thing, options, urls) }}",
        thing=samples.Sample("x"),
        options=samples.options(),
        urls=urls,
    )
    assert html.count('name="version" value="3"') == 3
    assert html.count('name="token"') == 3
    assert html.count("csrfmiddlewaretoken") == 3
    assert "还有 2 个协办单位没有会签" in html
    assert "这一步办了不能撤回" in html
    assert len(re.findall(r"<textarea[^>]* required", html)) == 1
    assert len(set(re.findall(r'name="token" value="([^"]+)"', html))) == 3


def test_a_move_with_its_own_page_is_a_link_and_an_option_is_never_first() -> None:
    options = [
        Option(Move("extra", "a", "b", "顺手可做", bare=True, option=True)),
        Option(Move("merge", "a", "b", "并入其他议题")),
        Option(Move("hidden", "a", "b", "没有页面")),
    ]
    html = render(
        "{{ ui.next_steps(thing, options, act, forms) }}",
        thing=samples.Sample("x"),
        options=options,
        act=lambda name: "/act/",
        forms={"merge": "/merge/"}.get,
    )
    assert '<a class="button button-first" href="/merge/">并入其他议题</a>' in html
    assert "没有页面" not in html
    assert '<button class="button">顺手可做' in html


def test_table_heads_rows_and_labels_cells() -> None:
    given = samples.table()
    html = render(
        "{% call(row, name) ui.table(columns, rows, '议题清单') %}"
        "[{{ row[name] if name != 'clock' }}]{% endcall %}",
        **given,
    )
    assert html.count('scope="row"') == 3
    assert 'aria-sort="descending"' in html
    assert 'data-label="承办单位"' in html
    assert "[区住建局]" in html
    assert "没有" in render("{{ ui.table(columns, [], '议题清单', '还没有议题') }}", columns=given["columns"])


def test_fields_join_label_help_and_error() -> None:
    form = samples.SampleForm({"title": "", "kind": "x"})
    html = render("{{ ui.fields(form) }}", form=form)
    for wanted in (
        'aria-describedby="id_title_help id_title_error"',
        'id="id_title_error"',
        'id="id_title_help"',
        'for="id_title"',
        'aria-invalid="true"',
        "<legend",
        'href="#id_title"',
        'data-max="',
    ):
        assert wanted in html, wanted


@pytest.mark.parametrize("total", [0, 8, 300])
def test_meter(total: int) -> None:
    html = render("{{ ui.meter('闭环率', value, total) }}", value=total // 2, total=total)
    assert ("50%" if total else "—") in html


def test_navigation_marks_the_longest_address(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"home": "/", "a": "/desk/", "b": "/desk/topics/"}
    monkeypatch.setattr(nav.links, "plain", addresses.__getitem__)
    monkeypatch.setattr(nav, "_shells", {})
    nav.navigation(
        "desk",
        nav.NavItem("首页", "home", "home"),
        nav.NavItem("等我办", "a", "inbox"),
        nav.NavItem("议题", "b", "topic"),
        nav.NavItem("不给看", "a", "lock", show=lambda actor: False),
    )
    here = pages.setting_of(RequestFactory().get("/desk/topics/7/"))
    links = nav.nav_of("desk", here)
    assert [(link.label, link.current) for link in links] == [
        ("首页", False),
        ("等我办", False),
        ("议题", True),
    ]
