from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "shangliang.modules.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from shangliang.kernel import leading, links, loop, moves, search
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.gatherings import flow, models, queries, rules, words

        moves.register(models.Gathering, flow.GATHERING, rules.GATHERING, words.GATHERING)
        # A wrong template does not load, as a wrong life-cycle does not.
        queries.kind_notes()
        search.findable("gathering", models.Gathering, queries.found)
        leading.line("gathering", _("我召集、我牵头的协商活动"), 50, queries.led)
        loop.station(
            "gathering",
            _("协商活动"),
            40,
            models.Gathering,
            done=lambda g: g.state in {"concluded", "closed"},
            holder=lambda g: str(g.unit),
            related=("unit",),
        )
        loop.arrow(
            "gathering", "topic", models.Gathering.objects.exclude(state="cancelled").all, "id", "topic_id"
        )
        loop.arrow(
            "gathering",
            "plan_item",
            models.Gathering.objects.exclude(state="cancelled").all,
            "id",
            "plan_item_id",
        )
        loop.station(
            "opinion",
            _("意见"),
            50,
            models.Opinion,
            done=lambda o: o.gathering.state in {"concluded", "closed"},
            holder=lambda o: str(o.gathering.unit),
            related=("gathering__unit",),
        )
        loop.arrow("opinion", "gathering", models.Opinion.objects.all, "id", "gathering_id")
        doors.open_on(
            "topic",
            lambda topic, may, actor: (
                Link(_("筹备协商"), f"{links.plain('gatherings:new')}?topic={topic.pk}")
                if "edit" in may and topic.state in {"filed", "planned", "discussing"}
                else None
            ),
        )
        doors.open_on(
            "plan_item",
            lambda item, *_who: Link(
                _("筹备协商"),
                f"{links.plain('gatherings:new')}?item={item.pk}",
                first=item.topic.state == "planned",
            ),
        )
