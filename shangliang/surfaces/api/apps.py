from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "shangliang.surfaces.api"
    label = "api"
