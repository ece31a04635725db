from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class KitsConfig(AppConfig):
    name = "shangliang.modules.kits"
    label = "kits"

    def ready(self) -> None:
        from shangliang.kernel import links, moves
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.kits import flow, models, rules, words

        moves.register(models.Matter, flow.MATTER, rules.MATTER, words.MATTER)
        doors.open_on(
            "gathering",
            lambda g, may, actor: (
                Link(_("带下去（没有网络也能记）"), f"{links.plain('kits:pocket')}?take={g.pk}")
                if "take_along" in may and g.state in {"noticed", "sitting"}
                else None
            ),
        )
        doors.open_on(
            "gathering",
            lambda g, may, actor: (
                Link(_("离线带回的"), links.to("kits:gathering", g.pk)) if "take_along" in may else None
            ),
        )
        # Where a participant's own phone sends what it kept.
        doors.open_on(
            "gathering.phone", lambda g, may, actor: Link("", reverse("kits:phone", args=[g.sign_in_code]))
        )
