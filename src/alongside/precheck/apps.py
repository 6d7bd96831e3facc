from django.apps import AppConfig


class PrecheckConfig(AppConfig):
    name = "alongside.precheck"
    label = "precheck"
    verbose_name = "Asking in code"
