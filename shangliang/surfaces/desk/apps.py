from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "shangliang.surfaces.desk"
    label = "desk"
