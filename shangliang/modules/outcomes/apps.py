from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "shangliang.modules.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from shangliang.kernel import leading, links, loop, moves, search
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.outcomes import flow, models, queries, rules, words

        moves.register(models.Document, flow.DOCUMENT, rules.DOCUMENT, words.DOCUMENT)
        moves.register(models.Instruction, flow.INSTRUCTION, rules.INSTRUCTION, words.INSTRUCTION)
        moves.register(models.Recommendation, flow.RECOMMENDATION, rules.RECOMMENDATION, words.RECOMMENDATION)
        moves.register(models.FeedbackList, flow.FEEDBACK, rules.FEEDBACK, words.FEEDBACK)
        moves.register(models.LookBack, flow.LOOK_BACK, rules.LOOK_BACK, words.LOOK_BACK)
        search.findable("feedback", models.FeedbackList, queries.found)
        search.findable("recommendation", models.Recommendation, queries.found_recommendation)
        search.findable("document", models.Document, queries.found_document)
        leading.line("instruction", _("我的批示，转办了还没有反馈"), 30, queries.instructions_led)
        loop.station(
            "recommendation", _("建议"), 60, models.Recommendation,
            done=lambda r: r.state not in {"draft", "sent"}, holder=lambda r: str(r.unit), related=("unit",),
        )  # fmt: skip
        loop.arrow(
            "recommendation",
            "topic",
            models.Recommendation.objects.exclude(state="withdrawn").all,
            "id",
            "topic_id",
        )
        loop.arrow(
            "recommendation",
            "gathering",
            models.Recommendation.objects.exclude(state="withdrawn").all,
            "id",
            "gathering_id",
        )
        loop.arrow(
            "dispatch",
            "recommendation",
            models.Recommendation.objects.exclude(dispatch=None).all,
            "dispatch_id",
            "id",
        )
        loop.station(
            "feedback", _("反馈"), 80, models.FeedbackList,
            done=lambda f: f.state == "published", holder=lambda f: str(f.unit), related=("unit",),
        )  # fmt: skip
        loop.arrow(
            "feedback", "topic", models.FeedbackList.objects.exclude(state="dropped").all, "id", "topic_id"
        )
        loop.arrow(
            "feedback",
            "recommendation",
            models.FeedbackItem.objects.exclude(list__state="dropped").all,
            "list_id",
            "recommendation_id",
        )
        doors.open_on(
            "topic", lambda topic, *_who: Link(_("建议与成果"), links.to("outcomes:topic", topic.pk))
        )
        doors.open_on("topic.send", lambda topic, *_who: Link("", links.to("outcomes:topic", topic.pk)))
