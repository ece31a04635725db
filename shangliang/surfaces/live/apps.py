from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "shangliang.surfaces.live"
    label = "live"
