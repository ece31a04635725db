from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shangliang.surfaces.demo"
    label = "demo"
