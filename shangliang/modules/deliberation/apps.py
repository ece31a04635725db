from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "shangliang.modules.deliberation"
    label = "deliberation"

    def ready(self) -> None:
        from shangliang.kernel import links, loop, moves, search
        from shangliang.look import doors
        from shangliang.look.shapes import Link
        from shangliang.modules.deliberation import flow, models, queries, rules, words

        moves.register(models.Board, flow.BOARD, rules.BOARD, words.BOARD)
        moves.register(models.Statement, flow.STATEMENT, rules.STATEMENT, words.STATEMENT)
        moves.register(models.Reason, flow.REASON, rules.REASON, words.REASON)
        moves.register(models.Poll, flow.POLL, rules.POLL, words.POLL)
        moves.register(models.Draw, flow.DRAW, rules.DRAW, words.DRAW)
        search.findable("draw", models.Draw, queries.found_draw)
        search.findable("board", models.Board, queries.found)
        search.findable("poll", models.Poll, queries.found_poll)
        loop.station(
            "board", _("议事板"), 45, models.Board, done=lambda b: b.state == "concluded",
            holder=lambda b: str(b.unit), related=("unit",), branch=True,
        )  # fmt: skip
        out = models.Board.objects.filter(state__in=models.OUT)
        loop.arrow("board", "topic", out.all, "id", "topic_id")
        loop.arrow("board", "gathering", out.exclude(gathering=None).all, "id", "gathering_id")
        doors.open_on(
            "plan",
            lambda plan, may, actor: (
                Link(_("请委员投票选题"), f"{links.plain('deliberation:poll_new')}?plan={plan.pk}")
                if "add_item" in may and plan.state in plan.OPEN
                else None
            ),
        )
        doors.open_on(
            "gathering.ending",
            lambda g, *_who: (
                Link(_("还有 %d 项投票没有结束") % count, f"{links.plain('deliberation:polls')}?state=open")
                if (count := g.polls.filter(state="open").count())
                else None
            ),
        )
        doors.open_on(
            "gathering.vote",
            lambda g, *_who: (
                Link(_("现场表决"), links.to("deliberation:poll_now", g.pk)) if g.state == "sitting" else None
            ),
        )
