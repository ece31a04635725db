from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "shangliang.modules.proposals"
    label = "proposals"

    def ready(self) -> None:
        from shangliang.kernel import leading, loop, moves, search
        from shangliang.modules.proposals import flow, models, queries, rules, words

        moves.register(models.Proposal, flow.PROPOSAL, rules.PROPOSAL, words.PROPOSAL)
        moves.register(models.PreAssignment, flow.PRE_ASSIGNMENT, rules.PRE_ASSIGNMENT, words.PRE_ASSIGNMENT)
        moves.register(models.ProposalTopic, flow.PROPOSAL_TOPIC, rules.PROPOSAL_TOPIC, words.PROPOSAL_TOPIC)
        moves.register(models.Incubation, flow.INCUBATION, rules.INCUBATION, words.INCUBATION)
        moves.register(models.MutualReview, flow.MUTUAL_REVIEW, rules.MUTUAL_REVIEW, words.MUTUAL_REVIEW)
        moves.register(models.AwardRound, flow.AWARD_ROUND, rules.AWARD_ROUND, words.AWARD_ROUND)
        moves.register(models.KeyProposal, flow.KEY_PROPOSAL, rules.KEY_PROPOSAL, words.KEY_PROPOSAL)
        moves.register(models.SuperviseAct, flow.SUPERVISE_ACT, rules.SUPERVISE_ACT, words.SUPERVISE_ACT)
        search.findable("proposal", models.Proposal, queries.found)
        loop.station(
            "proposal", _("提案"), 62, models.Proposal,
            done=lambda p: p.state in {"closed", "archived", "not_filed", "turned", "withdrawn"},
            holder=lambda p: str(p.unit), related=("unit",), branch=True,
        )  # fmt: skip
        # What is not handed in does not show on anybody else's chain.
        told = models.Proposal.objects.exclude(state__in=["draft", "cosigning", "withdrawn"])
        loop.arrow("proposal", "voice", told.exclude(voice=None).all, "id", "voice_id")
        loop.arrow("proposal", "topic", told.exclude(topic=None).all, "id", "topic_id")
        loop.arrow("dispatch", "proposal", told.exclude(dispatch=None).all, "dispatch_id", "id")
        loop.arrow("brief", "proposal", told.exclude(brief=None).all, "brief_id", "id")
        leading.line("key_proposal", _("我领办、督办的重点提案"), 25, queries.led)
