"""Laws that no import shows: classes of fields, viewers, actors, doors, and no score of a person. Each is also
shown to catch a planted violation."""

import importlib
import pkgutil
import types

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import get_resolver, path

import alongside
from alongside.web.design.doors import BORROWED, page
from tests.architecture.laws import (
    doorless,
    person_scores,
    reads_without_viewer,
    unclassed_fields,
    writes_without_actor,
)

OURS = [config for config in apps.get_app_configs() if config.name.startswith("alongside.")]
PERSONAL = ("people", "support", "partners")


def modules(package, word):
    """`alongside.people.queries`, or every module below it where it is a package."""
    name = f"alongside.{package}.{word}"
    found = importlib.import_module(name)
    below = pkgutil.iter_modules(found.__path__, f"{name}.") if hasattr(found, "__path__") else []
    return [found, *(importlib.import_module(one.name) for one in below)]


def test_every_field_of_every_model_is_classed():
    for config in OURS:
        registry = list(config.get_models(include_auto_created=False))
        if registry:
            classes = importlib.import_module(f"{config.name}.field_classes").CLASSES
            assert unclassed_fields(registry, classes) == []


@isolate_apps("alongside.people")
def test_an_unclassed_field_is_caught():
    class Planted(models.Model):
        secret = models.TextField()

        class Meta:
            app_label = "people"

    assert unclassed_fields([Planted], {"Planted": {"id": "open"}}) == ["Planted.secret has no class"]


def test_no_model_holds_a_score_of_a_person():
    assert person_scores(apps.get_models()) == []


@isolate_apps("alongside.people")
def test_a_planted_score_is_caught():
    class Planted(models.Model):
        risk_level = models.IntegerField()
        weight = models.FloatField()

        class Meta:
            app_label = "people"

    assert person_scores([Planted]) == ["Planted.risk_level", "Planted.weight"]


# Not reads of people: how clocks stand, and shaping what was decided on already.
SHAPING = {"alongside.support.queries.clocks", "alongside.support.queries.shown"}
# Agencies and members are no secret among members; the door takes the password of whom it does not know yet. Whether
# the partnership is set up at all is told to everybody.
NO_PERSON = {
    "alongside.partners.queries.agencies", "alongside.partners.queries.agency", "alongside.partners.queries.viewer_for",
    "alongside.partners.queries.is_anything_agreed", "alongside.support.queries.front_door.front_door_pathway",
    "alongside.support.queries.front_door.has_front_door", "alongside.support.queries.pathways.is_any_installed",
}  # fmt: skip


def test_every_read_of_people_takes_a_viewer():
    every = [one for package in PERSONAL for one in modules(package, "queries") if one.__name__ not in SHAPING]
    every.append(importlib.import_module("alongside.people.quality.reading"))
    assert [name for name in reads_without_viewer(every) if name not in NO_PERSON] == []


def test_a_read_without_a_viewer_is_caught():
    planted = types.ModuleType("planted")
    exec("def every_child(limit): ...", vars(planted))
    planted.every_child.__module__ = "planted"
    assert reads_without_viewer([planted]) == ["planted.every_child"]


# `find_plan` reads inside an action's transaction; the clocks run by themselves.
INSIDE = {"find_plan"}
BY_ITSELF = {
    f"alongside.support.actions.{name}"
    for name in (
        "clocks",
        "case_clocks",
        "handovers_clocks",
        "holiday_clocks",
        "moments_clocks",
        "national_clocks",
        "tie_clocks",
    )
}


def test_every_action_says_who_acts():
    every = [one for package in PERSONAL for one in modules(package, "actions") if one.__name__ not in BY_ITSELF]
    faults = [fault for fault in writes_without_actor(every) if fault.split(" ")[0].rsplit(".", 1)[-1] not in INSIDE]
    assert faults == []


def test_an_action_without_an_actor_is_caught():
    planted = types.ModuleType("planted")
    exec("def close_case(reference): ...", vars(planted))
    planted.close_case.__module__ = "planted"
    assert len(writes_without_actor([planted])) == 2


def test_every_url_declares_who_may_open_it():
    assert doorless(get_resolver().url_patterns, BORROWED) == []


def test_a_url_without_a_door_is_caught():
    def open_to_all(request):
        return HttpResponse()

    planted = [path("planted/", open_to_all, name="planted"), path("guarded/", page()(open_to_all), name="guarded")]
    assert doorless(planted, BORROWED) == ["planted/ (planted)"]


def test_the_product_is_whole():
    """Every package of the tree can be imported; what needs Spark, where Spark is (its own tests import it there)."""
    for one in pkgutil.walk_packages(alongside.__path__, "alongside."):
        if ".migrations" not in one.name and one.name != "alongside.config.wsgi":
            try:
                importlib.import_module(one.name)
            except ModuleNotFoundError as missing:
                if missing.name != "pyspark":
                    raise
