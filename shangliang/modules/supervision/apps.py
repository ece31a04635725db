from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "shangliang.modules.supervision"
    label = "supervision"

    def ready(self) -> None:
        from shangliang.kernel import loop, moves, search
        from shangliang.modules.supervision import flow, models, queries, rules, words

        moves.register(models.Supervision, flow.SUPERVISION, rules.SUPERVISION, words.SUPERVISION)
        moves.register(models.Supervised, flow.SUPERVISED, rules.SUPERVISED, words.SUPERVISED)
        moves.register(models.Finding, flow.FINDING, rules.FINDING, words.FINDING)
        moves.register(models.FollowUp, flow.FOLLOW_UP, rules.FOLLOW_UP, words.FOLLOW_UP)
        moves.register(
            models.SpecialSupervisor,
            flow.SPECIAL_SUPERVISOR,
            rules.SPECIAL_SUPERVISOR,
            words.SPECIAL_SUPERVISOR,
        )
        moves.register(models.Observation, flow.OBSERVATION, rules.OBSERVATION, words.OBSERVATION)
        moves.register(models.Appraisal, flow.APPRAISAL, rules.APPRAISAL, words.APPRAISAL)
        search.findable("supervision", models.Supervision, queries.found)
        search.findable("finding", models.Finding, queries.found_finding)
        loop.station(
            "supervision", _("民主监督"), 67, models.Supervision,
            done=lambda s: s.state in {"closed", "dropped"}, holder=lambda s: str(s.owner), related=("unit", "owner"),
            branch=True,
        )  # fmt: skip
        # Only what has been sent to departments shows on anybody else's chain.
        out = models.Supervision.objects.filter(state__in=models.PAPER_OUT)
        for source in ("voice", "topic", "recommendation"):
            loop.arrow("supervision", source, out.exclude(**{source: None}).all, "id", f"{source}_id")
        loop.arrow(
            "dispatch",
            "supervision",
            models.Finding.objects.exclude(dispatch=None).all,
            "dispatch_id",
            "supervision_id",
        )
