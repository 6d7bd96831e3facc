from alongside.outcomes.models.measures import MeasureVersion

__all__ = ["MeasureVersion"]
