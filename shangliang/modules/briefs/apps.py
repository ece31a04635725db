from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    name = "shangliang.modules.briefs"
    label = "briefs"

    def ready(self) -> None:
        from shangliang.kernel import loop, moves, search
        from shangliang.modules.briefs import flow, models, queries, rules, words

        moves.register(models.Brief, flow.BRIEF, rules.BRIEF, words.BRIEF)
        moves.register(models.Adoption, flow.ADOPTION, rules.ADOPTION, words.ADOPTION)
        moves.register(models.Station, flow.STATION, rules.STATION, words.STATION)
        search.findable("brief", models.Brief, queries.found)
        loop.station(
            "brief", _("社情民意信息"), 65, models.Brief,
            done=lambda b: b.state in {"fed_back", "rejected"}, holder=lambda b: str(b.unit), related=("unit",),
            branch=True,
        )  # fmt: skip
        # What is only a draft, and what is sensitive, does not show on anybody else's chain.
        told = models.Brief.objects.exclude(state__in=["draft", "withdrawn"]).exclude(sensitive=True)
        loop.arrow("brief", "voice", told.exclude(voice=None).all, "id", "voice_id")
        loop.arrow("brief", "topic", told.exclude(topic=None).all, "id", "topic_id")
        loop.arrow("dispatch", "brief", told.exclude(dispatch=None).all, "dispatch_id", "id")
