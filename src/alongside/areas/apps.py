from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "alongside.areas"
    label = "areas"
    verbose_name = "Areas"
