"""How often each agency holds a child, leaves a field empty, and gets it wrong.

Set from what is published, before any linkage was run on these records, and not to be softened afterwards:
LINKAGE section 3 (coverage, 2.7 records a child, 5.7% twins or triplets, copied numbers 0.6%, typing errors in
numbers 2-3%), ALSPAC (18% of surnames and 12% of forenames recorded differently between two collections, more so
for some ethnic groups), hospital data (missed links twice as common for minorities and for no fixed abode), and
common knowledge of how each kind of record comes about: the reason stands beside each line. Shares of all records
of that agency, unless the line says otherwise.
"""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people.draws import Floats

AGENCIES = ("school", "health", "council", "police", "charity")
SCHOOL, HEALTH, COUNCIL, POLICE, CHARITY = range(len(AGENCIES))

TABLE = """
# what                  school  health  council police  charity  why
# -- who is known to whom (shares of children) --
known                   .90     .80     .18     .08     .07      home schooling; no doctor; few are known to the last three
known_in_need           .90     .80     .64     .37     .35     a quarter of children have needs that several agencies know
second_record           .13     .10     .12     .32     .15     moved school; two registrations; each event a new record
third_record            .02     .01     .02     .12     .02
# -- which numbers are held (shares of records) --
upn                     .97     .03     .24     .00     .02      education only; social care has it for its census; police never
nhs                     .03     .93     .33     .02     .03      health only; social care by the children's index
urn                     .00     .00     .10     .62     .01      the police person reference; youth justice passes it to the council
number_typed_wrong      .020    .020    .028    .030    .030     2-3% (LINKAGE section 3)
number_of_sibling       .0085   .0085   .0085   .0085   .0085    of children with a sibling: 0.6% of all
# -- first names --
preferred_used          .28     .08     .28     .32     .60     of children who go by another name: the charity only asks
short_used              .025    .015    .04     .08     .18     nobody asked for the full name
middle_as_first         .005    .008    .010    .015    .015     forms with forenames in one box
first_otherwise         .050    .054    .082    .130    .115    another spelling of the same name, by ear
first_typed_wrong       .011    .016    .024    .050    .044    typed from documents, from a call, in a hurry
first_initial           .000    .001    .004    .012    .065     abbreviated for confidence
middle_held             .62     .45     .35     .30     .04      of children with a middle name
middle_initial          .08     .25     .20     .25     .30      of middle names held
# -- family names --
old_surname_kept        .25     .35     .40     .45     .35      of records made after a change of name
surname_otherwise       .052    .056    .085    .130    .115    as for first names: by ear
surname_typed_wrong     .015    .019    .028    .054    .050
surname_initial         .000    .000    .002    .004    .075     abbreviated for confidence
half_of_double          .15     .20     .28     .35     .40     of double-barrelled names: one half only
fathers_name            .06     .08     .13     .17     .17     of children with a chain of names: the father's instead
order_swapped           .003    .005    .009    .015    .012     each in the other's box (times the group's factor)
womans_form_lost        .10     .12     .15     .25     .20      of girls whose family name has a woman's form
accents_kept            .55     .20     .25     .00     .15      of names that have them: older systems cannot hold them
capitals                .10     .30     .05     1.0     .02      of records: systems that write capitals
# -- birth date --
dob_missing             .000    .001    .012    .030    .34      a charity often does not ask
dob_swapped             .003    .004    .008    .015    .012     day and month, where both can be
dob_first_january       .001    .002    .006    .012    .010     of unknown birthdays (times the group's factor)
dob_year_only           .000    .000    .004    .008    .06      "about 15"
dob_slip                .006    .008    .015    .030    .030     one part wrong by one, or two digits changed over
# -- sex --
sex_missing             .00     .005    .02     .02     .25
sex_wrong               .001    .002    .004    .008    .006
# -- where they live --
address_years_old       .6      1.2     .8      2.0     .6       mean age of the address at the time of the record, years
other_parent            .25     .25     .30     .30     .35      of children with two homes: the other one
postcode_missing        .005    .008    .03     .11     .42      no fixed address given; an event, not a person; not asked
house_missing           .01     .012    .04     .13     .50
street_missing          .01     .02     .05     .12     .48
postcode_typed_wrong    .008    .008    .015    .030    .030
house_typed_wrong       .006    .008    .015    .030    .025
# -- telephone --
phone_missing           .22     .28     .40     .58     .40
phone_childs            .05     .10     .15     .55     .65      of children of 12 and over: their own, not a parent's
phone_typed_wrong       .008    .010    .015    .025    .020
"""


@dataclass(frozen=True, slots=True)
class Rates:
    """The table, one row of five shares for each thing that can happen."""

    rows: dict[str, Floats]

    def of(self, what: str) -> Floats:
        return self.rows[what]


def read(table: str = TABLE) -> Rates:
    lines = (line.split(maxsplit=len(AGENCIES) + 1) for line in table.splitlines() if line and not line.startswith("#"))
    return Rates({line[0]: np.array([float(cell) for cell in line[1 : len(AGENCIES) + 1]]) for line in lines})


RATES = read()

# How much likelier than the table says, by name group in the order of `name_lists.GROUPS`: names that officials
# transliterate are spelt otherwise more often (ALSPAC, HESID); dates of birth from countries without full civil
# registration become 1 January; family name first is the rule in East Asia. The mean over children is near 1.
OTHERWISE = np.array([0.6, 1.5, 1.1, 1.1, 0.9, 2.0, 1.1, 1.3])
FIRST_JANUARY = np.array([0.2, 1.2, 0.5, 1.2, 0.3, 5.0, 0.8, 0.6])
SWAPPED_ORDER = np.array([0.4, 1.2, 0.8, 1.5, 0.4, 2.5, 0.8, 5.0])

# What is so of the child or the family, whoever writes it down, by name group.
HAS_MIDDLE = np.array([0.75, 0.35, 0.45, 0.80, 0.70, 0.90, 0.25, 0.30])
DOUBLE_BARRELLED = np.array([0.08, 0.02, 0.03, 0.06, 0.11, 0.02, 0.02, 0.02])
CHAIN_OF_NAMES = np.array([0.0, 0.15, 0.0, 0.12, 0.0, 0.85, 0.0, 0.0])
REGISTERED_ENGLISH = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.40])
GOES_BY_ENGLISH_NAME = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25])
GOES_BY_OTHER_NAME = 0.07
CHANGED_SURNAME = 0.045
FIRST_FROM_OTHER_GROUP = 0.06
IN_NEED = 0.25
TWO_HOMES = 0.10
MOVES_A_YEAR = 0.11
IN_SHARED_HOME = 0.02
SECOND_UPN = 0.015
SECOND_NHS = 0.010
SECOND_URN = 0.05
TWINS = 0.0320
TRIPLETS = 0.0007
TWINS_ALIKE_NAMES = 0.5
TWINS_COPY_SEX = 0.28
BIRTHS = np.array([0.34, 0.36, 0.17, 0.08, 0.05])
OTHER_FATHER = 0.14
