"""The template environment: what every template may use without asking for it."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from shangliang.kernel import text
from shangliang.kernel.search import marked
from shangliang.look import doors, inputs, maps, nav, pages, shapes, signs, tables, words


def environment(**options: Any) -> Environment:
    """Strict: a name that a template misspells fails in its test, not silently on somebody's screen."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    env = Environment(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        _=words.say,
        url=url,
        static=static,
        get_messages=get_messages,
        setting_of=pages.setting_of,
        clock=signs.clock,
        state_of=signs.state_of,
        said=signs.said,
        line=signs.line,
        marked=marked,
        token=words.token,
        new_token=words.token,
        qr=words.qr,
        percent=words.percent,
        with_query=pages.with_query,
        nav_of=nav.nav_of,
        doors_of=doors.doors_of,
        way_of=doors.way_of,
        shapes=shapes,
        table_body=tables.body,
        icon=signs.icon,
        state_tag=signs.state_tag,
        clock_badge=signs.clock_here,
        form_errors=pages.form_errors,
        input_attrs=inputs.attrs,
    )
    env.filters.update(
        day=words.day,
        short_day=words.short_day,
        weekday=words.weekday,
        moment=words.moment,
        full_moment=words.full_moment,
        iso=words.iso,
        ago=words.ago,
        number=words.number,
        size=words.size,
        lines=words.lines,
        short=words.short,
        grouped=words.grouped,
        aside=text.aside,
        month=words.month,
        listed=text.listed,
        points=text.points,
        # The parts use these as filters: a page may well call something of its own "clock", "line" or "url".
        url=url,
        static=static,
        clock=signs.clock,
        state_of=signs.state_of,
        state_html=signs.state_tag,
        clock_html=signs.clock_badge,
        line=signs.line,
        percent=words.percent,
        marked=marked,
        form_errors=pages.form_errors,
        input_attrs=inputs.attrs,
        chosen=inputs.chosen,
        group_name=maps.group_name,
        mark_path=maps.mark_path,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
