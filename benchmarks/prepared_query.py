"""A guarded list asked through a prepared query beside the same list built and compiled by Django each time.

    make bench BENCH=prepared_query

Both give the same rows, or the run ends with an error. The database is small on purpose: what is measured is the making
of the query, which a page pays however many people live in the borough.
"""

from django.core.management import call_command
from django.utils import timezone

from alongside.common.prepared import Prepared
from alongside.partners.asking import AGENCY, AT
from alongside.partners.guarded import Reach
from alongside.partners.models import Member
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.support.models import Concern
from alongside.support.queries.triaging import LISTED, PAGE, QUEUES, QueueColumns
from alongside.support.states import VIEW_OF_CONCERN
from benchmarks import borough_scale
from benchmarks.harness import median_microseconds, report


def main() -> None:
    call_command("migrate", verbosity=0)
    borough_scale.PEOPLE, borough_scale.RECORDS, borough_scale.CONCERNS, borough_scale.OPEN = 300, 1_200, 300, 60
    borough_scale.fill(timezone.now())
    viewer = Viewer.of(Member.objects.select_related("agency").get(username="triage"), at=timezone.now())
    reach = Reach.of(viewer, Purpose.SAFEGUARDING, VIEW_OF_CONCERN)
    columns = [name for name in QueueColumns._fields if name != "waiting"]

    def built(agency, at):
        rows = Concern.objects.within(reach, agency, at).filter(receiver_id=agency, **QUEUES["open"][0])
        return rows.order_by(*QUEUES["open"][1]).values_list(*columns)[: PAGE + 1]

    prepared = Prepared(lambda shape: built(AGENCY, AT))

    def by_django():
        return [tuple(row) for row in built(viewer.agency_id, viewer.at)]

    def by_us():
        return prepared.rows(reach, agency=viewer.agency_id, at=viewer.at)

    if by_us() != by_django() or not by_us():
        raise SystemExit("the two do not give the same rows")
    whole = len(LISTED.rows((reach, "open", False, 0), agency=viewer.agency_id, at=viewer.at, member=0))
    django, ours = median_microseconds(by_django), median_microseconds(by_us)
    report(
        "a guarded list of a queue",
        {
            "rows": whole,
            "Django, built and compiled each time": f"{django:,.0f} µs",
            "prepared": f"{ours:,.0f} µs",
            "ratio": f"{django / ours:.1f}",
        },
    )


if __name__ == "__main__":
    main()
