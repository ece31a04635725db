from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "shangliang.modules.voices"
    label = "voices"

    def ready(self) -> None:
        from shangliang.kernel import loop, moves, search
        from shangliang.modules.voices import flow, models, queries, rules, words

        moves.register(models.Voice, flow.VOICE, rules.VOICE, words.VOICE)
        moves.register(models.Call, flow.CALL, rules.CALL, words.CALL)
        search.findable("voice", models.Voice, queries.found)
        loop.station(
            "voice", _("来声"), 10, models.Voice,
            done=lambda v: v.state != "received", holder=lambda v: str(v.unit), related=("unit",),
        )  # fmt: skip
        loop.arrow("dispatch", "voice", models.Voice.objects.exclude(dispatch=None).all, "dispatch_id", "id")
