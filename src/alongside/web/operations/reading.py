"""An operation for a page that changes it: refused, in the log, to whoever does not run it."""

from alongside.partners.access import refuse
from alongside.places import operating
from alongside.places.operating import OperationTold
from alongside.web.design.doors import PageRequest


def to_run(request: PageRequest, reference: str) -> OperationTold:
    told = operating.operation(request.viewer, reference)
    if not told.may_run:
        raise refuse(request.viewer, "operation", reference, "the member does not run it")
    return told
