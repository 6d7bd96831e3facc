"""What an encoded question is compared with (docs/adr/0010): names, day and year of birth of each record, its holder."""

from collections.abc import Iterator

from alongside.analysis.linkage import standardise_record
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import RecordName, SourceRecord

Row = tuple[int, str, str, str]


def encodable(viewer: Viewer, purpose: Purpose) -> Iterator[Row]:
    """Holder, year of birth, names and day of birth, of records whose holder lets the viewer's agency learn whether it knows the
    child; never of a restricted person. For the process that encodes: no page shows them, and they are not logged one
    by one, for the question is."""
    if not viewer.may(Permission.ASK_PRECHECK):
        raise refuse(viewer, "encoded question", "", f"the role may not {Permission.ASK_PRECHECK.value}")
    givers = set(viewer.givers(purpose, FieldGroup.KNOWN_TO))
    records = SourceRecord.objects.all().unrestricted(viewer).filter(holder__in=givers, date_of_birth__isnull=False)
    names = RecordName.objects.filter(record__in=records).order_by("pk")
    for holder, given, family, born in names.values_list(
        "record__holder_id", "given", "family", "record__date_of_birth"
    ).iterator(chunk_size=5_000):
        found = standardise_record({"first_name": given, "surname": family, "dob": born})
        if found.bag and found.birth_year:
            yield holder, found.birth_year, found.bag, found.birth_key[5:]
