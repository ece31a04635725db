from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shangliang.modules.people"
    label = "people"
