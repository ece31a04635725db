from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class FloorConfig(AppConfig):
    name = "shangliang.modules.floor"
    label = "floor"

    def ready(self) -> None:
        from shangliang.kernel import links, moves
        from shangliang.kernel.text import shortened
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.floor import flow, models, queries, rules, words
        from shangliang.modules.gatherings.queries import pass_of

        def left_in_the_hall(g: Any, *_who: Any) -> Link | None:
            """Questions go on to whoever answers them later; who still waits for the floor goes home unheard."""
            waiting, asked = queries.left_of(g)
            if not (waiting or asked):
                return None
            words = _("还有 %(w)d 人等着发言，%(q)d 个提问没有答复") % {"w": waiting, "q": asked}
            return Link(words, links.to("floor:of", g.pk))

        moves.register(models.Floor, flow.FLOOR, rules.FLOOR, words.FLOOR)
        moves.register(models.Speech, flow.SPEECH, rules.SPEECH, words.SPEECH)
        moves.register(models.LiveQuestion, flow.LIVE_QUESTION, rules.LIVE_QUESTION, words.LIVE_QUESTION)
        doors.open_on(
            "desk",
            lambda _desk, _may, actor: (
                Link(
                    _("进入会场：%s") % shortened(g.title, 30),
                    reverse("floor:hall", args=[g.sign_in_code]),
                    first=True,
                )
                if (g := queries.sitting_of(actor))
                else None
            ),
        )
        doors.open_on(
            "poll",
            lambda poll, may, actor: (
                Link(
                    _("回会场"),
                    links.to("floor:of", poll.gathering_id)
                    if "count" in may
                    else reverse("floor:hall", args=[poll.gathering.sign_in_code]),
                )
                if poll.gathering and poll.gathering.state == "sitting"
                else None
            ),
        )
        doors.open_on(
            "gathering.sitting",
            lambda g, may, actor: (
                Link(_("会场：发言、提问、字幕"), links.to("floor:of", g.pk))
                if "part" in may and g.state in {"noticed", "sitting", "held"}
                else None
            ),
        )
        doors.open_on(
            "poll.hall",
            lambda poll, *_who: Link(
                _("会场"), reverse("floor:hall", args=[poll.gathering.sign_in_code]) + "#polls"
            ),
        )
        doors.open_on("gathering.ending", left_in_the_hall)
        doors.open_on(
            "gathering.console",
            lambda g, *_who: Link(_("会场：发言、提问、字幕"), links.to("floor:of", g.pk)),
        )
        doors.open_on(
            "gathering.mine",
            lambda g, *_who: (
                Link(_("进入会场"), reverse("floor:hall", args=[g.sign_in_code]), first=True)
                if g.state in {"noticed", "sitting"}
                else None
            ),
        )
        # Somebody without an account goes in with a pass that says who she is.
        doors.open_on(
            "gathering.joined",
            lambda guest, may, actor: Link(
                _("进入会场：发言、提问、看字幕"),
                reverse("floor:hall", args=[guest.gathering.sign_in_code])
                if actor.person_id is not None and actor.person_id == guest.person_id
                else reverse("floor:enter", args=[pass_of(guest)]),
                first=True,
            ),
        )
