from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "shangliang.modules.topics"
    label = "topics"

    def ready(self) -> None:
        from shangliang.kernel import loop, moves, search
        from shangliang.modules.topics import flow, models, queries, rules, words

        moves.register(models.Topic, flow.TOPIC, rules.TOPIC, words.TOPIC)
        search.findable("topic", models.Topic, queries.found)
        loop.station(
            "topic", _("议题"), 20, models.Topic,
            done=lambda t: t.state not in {"candidate", "filed"}, holder=lambda t: str(t.unit), related=("unit",),
        )  # fmt: skip
        loop.arrow("topic", "voice", models.TopicVoice.objects.all, "topic_id", "voice_id")
        loop.arrow("dispatch", "topic", models.Topic.objects.exclude(dispatch=None).all, "dispatch_id", "id")
