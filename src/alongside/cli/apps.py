from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "alongside.cli"
    label = "cli"
