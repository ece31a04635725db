from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "shangliang.modules.proposals"
    label = "proposals"

    def ready(self) -> None:
        from shangliang.kernel import moves
        from shangliang.modules.proposals import flow, models, rules, words

        moves.register(models.Proposal, flow.PROPOSAL, rules.PROPOSAL, words.PROPOSAL)
        moves.register(models.PreAssignment, flow.PRE_ASSIGNMENT, rules.PRE_ASSIGNMENT, words.PRE_ASSIGNMENT)
        moves.register(models.KeyProposal, flow.KEY_PROPOSAL, rules.KEY_PROPOSAL, words.KEY_PROPOSAL)
        moves.register(models.SuperviseAct, flow.SUPERVISE_ACT, rules.SUPERVISE_ACT, words.SUPERVISE_ACT)
