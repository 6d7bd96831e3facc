"""Statements of waits are made once a month and kept: what was shown of a day is never counted anew."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from alongside.common.periods import month_of
from alongside.partners.standing import LONDON
from alongside.support.definitions.kept import definition_of
from alongside.support.measures.waits import queues_of, referred
from alongside.support.measures.waits_population import children_here
from alongside.support.measures.waits_statement import Window, statement_of
from alongside.support.models import PathwayVersion, WaitsStatement
from alongside.support.states import VersionState


def keep_due_statements(*, at: datetime) -> int:
    """Make the statement of the last whole month of every pathway on which somebody waits; gives how many were made."""
    as_at = month_of(at.astimezone(LONDON).date())
    in_use = PathwayVersion.objects.select_related("pathway").filter(state=VersionState.PUBLISHED)
    missing = in_use.exclude(pathway__waits_statements__as_at=as_at)
    return sum(_keep(version, as_at, at) for version in missing)


def _keep(version: PathwayVersion, as_at: date, at: datetime) -> bool:
    definition = definition_of(version)
    if definition.handover or not queues_of(definition):
        return False
    people, whence = children_here(as_at)
    body = statement_of(definition, referred(definition.code, Window.before(as_at).until), as_at, people)
    body["population"] = whence
    try:
        with transaction.atomic():
            WaitsStatement.objects.create(pathway=version.pathway, as_at=as_at, made_at=at, body=body)
    except IntegrityError:
        return False  # another worker was quicker: its figures stand
    return True
