from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandlingConfig(AppConfig):
    name = "shangliang.modules.handling"
    label = "handling"

    def ready(self) -> None:
        from shangliang.kernel import leading, loop, moves, search
        from shangliang.modules.handling import flow, models, queries, rules, words

        moves.register(models.Dispatch, flow.DISPATCH, rules.DISPATCH, words.DISPATCH)
        moves.register(models.Assignment, flow.ASSIGNMENT, rules.ASSIGNMENT, words.ASSIGNMENT)
        moves.register(models.Promise, flow.PROMISE, rules.PROMISE, words.PROMISE)
        moves.register(models.Milestone, flow.MILESTONE, rules.MILESTONE, words.MILESTONE)
        moves.register(models.Contact, flow.CONTACT, rules.CONTACT, words.CONTACT)
        moves.register(models.Countersign, flow.COUNTERSIGN, rules.COUNTERSIGN, words.COUNTERSIGN)
        moves.register(models.Extension, flow.EXTENSION, rules.EXTENSION, words.EXTENSION)
        moves.register(models.Question, flow.QUESTION, rules.QUESTION, words.QUESTION)
        leading.line("climbed", _("逾期上报到我这里的"), 10, queries.climbed)
        leading.line("promises_late", _("到期没有兑现的承诺"), 20, queries.promises_late)
        leading.measure("on_time", _("今年的答复，按期的"), 10, queries.on_time)
        leading.measure("kept", _("今年到期的承诺，兑现的"), 20, queries.kept)
        search.findable("dispatch", models.Dispatch, queries.found)
        loop.station(
            "dispatch", _("部门办理"), 70, models.Dispatch,
            done=lambda d: d.state in {"tracking", "closed"}, holder=queries.holders, related=("unit",),
        )  # fmt: skip
