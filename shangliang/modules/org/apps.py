from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "shangliang.modules.org"
    label = "org"
