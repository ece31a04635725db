from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemoteConfig(AppConfig):
    name = "shangliang.modules.remote"
    label = "remote"
    verbose_name = _("远程会场")

    def ready(self) -> None:
        from shangliang.kernel import moves
        from shangliang.modules.remote import flow, models, rules, words

        moves.register(models.RemoteSession, flow.REMOTE, rules.REMOTE, words.REMOTE)
