"""An evaluation: is the problem smaller, or did we cause it? Asked of counts that are held, worked by the job worker."""

from typing import Any

from alongside.places.analyses.evaluation_counts import measure
from alongside.places.analyses.evaluation_findings import findings
from alongside.places.analyses.evaluation_settings import complete_settings, months_of
from alongside.places.analyses.interface import Answer, Progress, Settings
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_states import EvaluationQuestion
from alongside.places.sources import sources
from alongside.places.states import RunKind


class Evaluation:
    """The kind of analysis. Its settings are those of `evaluation_settings.TAKEN`; nothing in it is random."""

    kind = RunKind.EVALUATION

    def complete(self, settings: Settings) -> dict[str, Any]:
        return complete_settings(settings)

    def title(self, settings: Settings) -> str:
        _, start, last = months_of(settings)
        question = EvaluationQuestion(settings["question"]).label
        return f"{settings['name']}, {start:%B %Y} to {last:%B %Y}: {question}"

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        return (settings["source"],) if settings["source"] in {one.key for one in sources()} else ()

    def work(self, settings: Settings, progress: Progress) -> Answer:
        """Raises `PlacesRefused` where the counts asked for are not held, or too small to be shown."""
        measured = measure(settings, progress)
        if not measured.start:
            raise PlacesRefused(
                "No month before it began is held.", "Load earlier months, or choose a later first month."
            )
        return Answer(findings(settings, measured, progress), measured.data_hash, measured.licences)
