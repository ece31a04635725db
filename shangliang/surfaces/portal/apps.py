from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shangliang.surfaces.portal"
    label = "portal"
