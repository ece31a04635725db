from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MinutesConfig(AppConfig):
    name = "shangliang.modules.minutes"
    label = "minutes"

    def ready(self) -> None:
        from shangliang.kernel import links, moves
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.minutes import flow, models, rules, words

        moves.register(models.Minutes, flow.MINUTES, rules.MINUTES, words.MINUTES)
        moves.register(models.Signing, flow.SIGNING, rules.SIGNING, words.SIGNING)
        moves.register(models.Treatment, flow.TREATMENT, rules.TREATMENT, words.TREATMENT)
        # 定纪要 waits for the signatures.
        moves.kind_named("gathering").flow.demand("conclude", flow.minutes_are_settled)
        doors.open_on(
            "gathering.held",
            lambda g, may, actor: (
                Link(_("整理纪要"), links.to("minutes:of", g.pk), first=g.state == "held")
                if "write_minutes" in may and g.state in {"sitting", "held"}
                else None
            ),
        )
        doors.open_on(
            "gathering.minutes",
            lambda g, *_who: (
                Link(_("逐条看纪要、来源和每条意见怎么样了"), links.to("minutes:of", g.pk))
                if g.state in {"held", "concluded", "closed"}
                else None
            ),
        )
        doors.open_on("gathering.ended", lambda g, *_who: Link("", links.to("minutes:of", g.pk)))
