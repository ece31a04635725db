from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "shangliang.modules.topics"
    label = "topics"

    def ready(self) -> None:
        from shangliang.kernel import links, loop, moves, search
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.topics import flow, models, queries, rules, words

        moves.register(models.Topic, flow.TOPIC, rules.TOPIC, words.TOPIC)
        search.findable("topic", models.Topic, queries.found)
        loop.station(
            "topic", _("议题"), 20, models.Topic,
            done=lambda t: t.state not in {"candidate", "filed"}, holder=lambda t: str(t.unit), related=("unit",),
        )  # fmt: skip
        loop.arrow("topic", "voice", models.TopicVoice.objects.all, "topic_id", "voice_id")
        loop.arrow("dispatch", "topic", models.Topic.objects.exclude(dispatch=None).all, "dispatch_id", "id")
        doors.open_on(
            "voice.take", lambda voice, *_who: Link("", f"{links.plain('topics:new')}?voice={voice.pk}")
        )
        doors.open_on(
            "voice.pass_on", lambda voice, *_who: Link("", links.to("topics:voice_pass_on", voice.pk))
        )
        doors.open_on("voice.field", lambda voice, *_who: Link("", links.to("topics:voice_field", voice.pk)))
