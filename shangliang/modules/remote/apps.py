from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemoteConfig(AppConfig):
    name = "shangliang.modules.remote"
    label = "remote"
    verbose_name = _("远程会场")

    def ready(self) -> None:
        from shangliang.kernel import links, moves
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.remote import flow, models, queries, rules, words

        moves.register(models.RemoteSession, flow.REMOTE, rules.REMOTE, words.REMOTE)

        def room(g: Any, may: Any, actor: Any) -> Link | None:
            """Into the room for those who may enter; where there is none yet, to its form for those who prepare it."""
            if g.state not in {"noticed", "sitting"}:
                return None
            if session := queries.to_enter(g, actor):
                return Link(_("接入"), links.to("remote:session", session.pk))
            return (
                Link(_("准备远程会场"), links.to("remote:of", g.pk)) if queries.may_plan(g, actor) else None
            )

        doors.open_on("gathering.remote", room)
