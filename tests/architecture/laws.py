"""The laws of the tree, as functions that give faults: the tests ask them of the product and of planted violations."""

import inspect
from collections.abc import Iterable
from types import ModuleType

from django.db import models
from django.urls import URLPattern, URLResolver

# From top to bottom, as in ARCHITECTURE and .importlinter; a package may point at its own row's left to right only down.
ROWS = (
    ("web", "cli", "demo"), ("exchange", "precheck"), ("outcomes",), ("support", "programmes", "places", "community"), ("people",),
    ("partners",), ("audit", "areas"), ("common",),
)  # fmt: skip
WALLED = {("places", "people"), ("community", "people"), ("places", "support"), ("community", "support")}
ROW_OF = {package: number for number, row in enumerate(ROWS) for package in row}


def foreign_key_faults(registry: Iterable[type[models.Model]]) -> list[str]:
    """A foreign key named by a string escapes import-linter; it obeys the same arrows here."""
    faults = []
    for model in registry:
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target is None or isinstance(target, str):
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here == there or here not in ROW_OF or there not in ROW_OF:
                continue
            if ROW_OF[there] <= ROW_OF[here] or (here, there) in WALLED:
                faults.append(f"{model.__name__}.{field.name} points from {here} to {there}")
    return faults


def unclassed_fields(registry: Iterable[type[models.Model]], classes: dict[str, dict[str, object]]) -> list[str]:
    """Fields without a class, and classes without a field."""
    faults = []
    for model in registry:
        named = {field.name for field in model._meta.local_fields + model._meta.local_many_to_many}
        classed = set(classes.get(model.__name__, {}))
        faults += [f"{model.__name__}.{name} has no class" for name in sorted(named - classed)]
        faults += [f"{model.__name__}.{name} is classed but does not exist" for name in sorted(classed - named)]
    return faults


SCORING = ("score", "risk", "probab", "predict", "likelihood")
# Weighs two records against one another, to say whether they tell of one child: nothing about her.
OF_PAIRS = {("LinkEdge", "weight")}


def person_scores(registry: Iterable[type[models.Model]]) -> list[str]:
    """No model that tells of people may hold a number that scores them."""
    faults = []
    for model in registry:
        if model._meta.app_label not in {"people", "support", "programmes"}:
            continue
        for field in model._meta.local_fields:
            named = any(word in field.name for word in SCORING)
            real = isinstance(field, models.FloatField | models.DecimalField)
            if (named or real) and (model.__name__, field.name) not in OF_PAIRS:
                faults.append(f"{model.__name__}.{field.name}")
    return faults


def functions_of(module: ModuleType) -> list[tuple[str, inspect.Signature]]:
    return [
        (f"{module.__name__}.{name}", inspect.signature(function))
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    ]


def reads_without_viewer(modules: Iterable[ModuleType]) -> list[str]:
    """Every public function of a domain's queries takes `viewer` first."""
    return [
        name
        for module in modules
        for name, signature in functions_of(module)
        if next(iter(signature.parameters), "") != "viewer"
    ]


def writes_without_actor(modules: Iterable[ModuleType]) -> list[str]:
    """Every public action is keyword-only and takes `by` (and `at`, unless it only throws away)."""
    faults = []
    for module in modules:
        for name, signature in functions_of(module):
            parameters = signature.parameters.values()
            if any(one.kind is not one.KEYWORD_ONLY for one in parameters):
                faults.append(f"{name} takes something that is not keyword-only")
            if "by" not in signature.parameters:
                faults.append(f"{name} does not take by=")
    return faults


def doorless(patterns: Iterable[URLPattern | URLResolver], borrowed: dict[str, object], prefix: str = "") -> list[str]:
    """URLs whose view does not declare who may open it."""
    faults = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            faults += doorless(pattern.url_patterns, borrowed, prefix + str(pattern.pattern))
        elif not hasattr(pattern.callback, "door") and pattern.name not in borrowed:
            faults.append(f"{prefix}{pattern.pattern} ({pattern.name})")
    return faults
