from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "shangliang.look"
    label = "look"
