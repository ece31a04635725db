from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "shangliang.modules.lists"
    label = "lists"

    def ready(self) -> None:
        from shangliang.kernel import moves, search
        from shangliang.modules.lists import flow, models, queries, rules, words

        moves.register(models.Campaign, flow.CAMPAIGN, rules.CAMPAIGN, words.CAMPAIGN)
        moves.register(models.MemberConcern, flow.CONCERN, rules.CONCERN, words.CONCERN)
        moves.register(models.ConcernPart, flow.CONCERN_PART, rules.CONCERN_PART, words.CONCERN_PART)
        moves.register(models.DeptAsk, flow.DEPT_ASK, rules.DEPT_ASK, words.DEPT_ASK)
        moves.register(models.Counsel, flow.COUNSEL, rules.COUNSEL, words.COUNSEL)
        moves.register(models.Match, flow.LIST_MATCH, rules.LIST_MATCH, words.LIST_MATCH)
        moves.register(models.ListAction, flow.LIST_ACTION, rules.LIST_ACTION, words.LIST_ACTION)
        moves.register(
            models.ExperiencePost, flow.EXPERIENCE_POST, rules.EXPERIENCE_POST, words.EXPERIENCE_POST
        )
        moves.register(models.SignUp, flow.SIGN_UP, rules.SIGN_UP, words.SIGN_UP)
        moves.register(models.Invitation, flow.LIST_INVITATION, rules.LIST_INVITATION, words.LIST_INVITATION)
        moves.register(models.Invitee, flow.INVITEE, rules.INVITEE, words.INVITEE)
        search.findable("concern", models.MemberConcern, queries.found_concern)
        search.findable("dept_ask", models.DeptAsk, queries.found_ask)
        search.findable("list_action", models.ListAction, queries.found_action)
