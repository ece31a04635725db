from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "shangliang.modules.proposals"
    label = "proposals"

    def ready(self) -> None:
        from shangliang.kernel import moves
        from shangliang.modules.proposals import flow, models, rules, words

        moves.register(models.Proposal, flow.PROPOSAL, rules.PROPOSAL, words.PROPOSAL)
        moves.register(models.PreAssignment, flow.PRE_ASSIGNMENT, rules.PRE_ASSIGNMENT, words.PRE_ASSIGNMENT)
