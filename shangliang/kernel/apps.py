from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "shangliang.kernel"
    label = "kernel"
