from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "shangliang.modules.plans"
    label = "plans"

    def ready(self) -> None:
        from shangliang.kernel import leading, links, loop, moves, search
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.plans import flow, models, queries, rules, words

        moves.register(models.Plan, flow.PLAN, rules.PLAN, words.PLAN)
        moves.register(models.PlanItem, flow.ITEM, rules.ITEM, words.ITEM)
        moves.register(models.Signature, flow.SIGNATURE, rules.SIGNATURE, words.SIGNATURE)
        search.findable("plan", models.Plan, queries.found)
        search.findable("plan_item", models.PlanItem, queries.found)
        leading.line("plan_item", _("我牵头的协商计划题目"), 40, queries.led)
        loop.station(
            "plan_item", _("年度计划"), 30, models.PlanItem,
            done=lambda i: i.state in {"held", "done"},
            holder=lambda i: str(i.unit), related=("unit", "plan"),
        )  # fmt: skip
        alive = models.PlanItem.objects.exclude(state="dropped")
        loop.arrow("plan_item", "topic", alive.all, "id", "topic_id")
        doors.open_on("topic.plan", lambda *_any: Link("", links.plain("plans:list")))
