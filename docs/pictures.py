"""Which pictures the how-to pages show: of which member's page, how wide, and how she gets there.

An address is found as a member finds it: from a page, by the first link in its content that fits. So the list holds no
reference of a borough that is built anew each time. `docs/take_pictures.py` takes the pictures; a test opens every
address without a browser.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

PHONE, DESK = 360, 1100
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)', re.DOTALL)
CONCERN, OWN, UUID = r"/triage/CN-[\w-]+/", r"/concerns/CN-[\w-]+/", r"[0-9a-f-]{36}"
TO_TRIAGE = ("/concerns/", "/triage/")

Read = Callable[[str, str], str]
"""The page at an address, as this member sees it."""


class NoSuchLink(Exception):
    """The page has no link that fits: the list below is out of date."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`follow`: from `start`, one pattern after the other, each the address of a link. `part`: what stands at the top
    of the picture, if not the page's head. `by`: who finds the matter, if not the member whose page of it is shown:
    `turned` makes of the one address the other."""

    name: str
    member: str
    start: str
    follow: tuple[str, ...] = ()
    width: int = DESK
    part: str = ""
    by: str = ""
    turned: tuple[str, str] = ("#", "")
    ending: str = ""

    def address(self, read: Read) -> str:
        here = self.start
        for pattern in self.follow:
            here = link(read(self.by or self.member, here), pattern, here)
        return f"{here.replace(*self.turned)}{self.ending}"


def link(page: str, pattern: str, here: str) -> str:
    content = MAIN.search(page)
    for address in LINK.findall(content.group(0) if content else ""):
        if re.fullmatch(pattern, address):
            return address.replace("&amp;", "&")
    raise NoSuchLink(f"{here} has no link that fits {pattern}")


PICTURES = (
    Picture("demo", "tomasz", "/triage/"),
    # The designated safeguarding lead, on her phone.
    Picture("lead-my-work", "priya", "/", width=PHONE),
    Picture("lead-concern", "priya", "/concern/", width=PHONE),
    Picture("lead-notice", "priya", "/encompass/notices/", (r"/encompass/notices/SN-[\w-]+/",), width=PHONE, part="h1"),
    Picture("lead-handover", "priya", "/handovers/", (r"/handovers/HV-[\w-]+/",), width=PHONE, part="h1"),
    # The duty triage worker.
    Picture("triage-concern", "tomasz", "/concerns/", (OWN,), by="priya", turned=TO_TRIAGE),
    Picture("triage-decide", "tomasz", "/concerns/", (OWN,), by="kez", turned=TO_TRIAGE, ending="decide", part="h1"),
    Picture("triage-same-child", "tomasz", "/identity/", (r"/identity/review/\d+/",), part="h1"),
    # The front door manager.
    Picture("manager-my-work", "marian", "/"),
    Picture("manager-second-look", "marian", "/triage/queue/second-look", (CONCERN, CONCERN + "second-look"), part="h1"),
    Picture("manager-contracts", "marian", "/contracts/", part="h1"),
    # The police safeguarding officer.
    Picture("police-board", "dev", "/encompass/"),
    Picture("police-incident", "dev", "/encompass/new/", part="h1"),
    # The clinician.
    Picture("clinician-waits", "ruth", "/waits/camhs/", (r"/waits/camhs/\w[\w-]*/?(?:\?.*)?",), part="h1"),
    Picture("clinician-request", "ruth", "/requests/", (r"/requests/RQ-[\w-]+/",), part="h1"),
    # The provider's youth worker, on a phone.
    Picture("worker-sessions", "kez", "/sessions/", width=PHONE, part="h1"),
    Picture("worker-session", "kez", "/sessions/", (r"/sessions/CS-[\w-]+/",), width=PHONE, part="h1"),
    Picture("worker-support", "kez", "/sessions/", (r"/support/CS-[\w-]+/",), width=PHONE, part="h1"),
    # The lead professional of a plan.
    Picture("plan", "kez", "/plans/", (r"/plans/PN-[\w-]+/",), part="h1"),
    Picture(
        "plan-own-view", "tomasz", "/", (r"/plans/PN-[\w-]+/",), by="kez",
        turned=("/plans/", "/own-views/"), part='h2:has-text("What the page shows")',
    ),
    # A conference: a case that comes back while its flag stands, as whoever works it reads it.
    Picture("marac-flag", "tomasz", "/pathways/marac/cases/agenda/", (r"/cases/CS-[\w-]+/",), part=".al-sheet"),
    # The panel's chair.
    Picture("chair-meeting", "odette", "/panels/", (rf"/panels/meeting/{UUID}/",), part="h1"),
    # The information governance officer.
    Picture("governance-my-work", "ines", "/"),
    Picture("governance-agreement", "ines", "/agreements/?ending", (r"/agreements/\d+/",), part="h1"),
    Picture(
        "governance-disclosures", "ines", "/triage/", (CONCERN, rf"/identity/{UUID}/"), part="h1", by="tomasz",
        turned=("/identity/", "/disclosures/"),
    ),
    Picture("governance-log", "ines", "/log/", part="h1"),
    # The account administrator.
    Picture("administrator-members", "petra", "/members/", part="h1"),
    # An agency that is asked, and that has parts of plans.
    Picture("agency-request", "mirembe", "/requests/", (r"/requests/RQ-[\w-]+/",), part="h1"),
    # Residents, who answers them, Young Advisors.
    Picture("resident-pages", "winsome", "/community/", width=PHONE),
    Picture("community-desk", "saoirse", "/residents/"),
    Picture("advisor-rota", "zeke", "/advisors/", width=PHONE),
    # Programmes: a teacher on her phone, and whoever runs one.
    Picture("teacher-lesson", "callum", "/programmes/lessons/", (r"/programmes/lessons/\d+/",), width=PHONE, part="h1"),
    Picture("programme-reach", "lucian", "/programmes/", (r"/programmes/of/[\w-]+/",), part="h1"),
    # The public pages that need no account, and the needs assessment.
    Picture("directory", "winsome", "/directory/", width=PHONE, part="h1"),
    Picture("needs-assessment", "hal", "/needs/", (r"/needs/of/NA-[\w-]+/",), part="h1"),
    # Operations and whether they helped.
    Picture("operation", "bryn", "/operations/", (r"/operations/[A-Z]+-[\w-]+/",), part="h1"),
    Picture("evaluation", "hal", "/evaluations/", (r"/evaluations/\d+/",), part="h1"),
    Picture("scoreboard", "noemi", "/public/"),
    # Whoever reads figures.
    Picture("figures-crime", "hal", "/places/"),
    Picture("figures-waits", "hal", "/waits/figures/", (r"/waits/figures/camhs/",), part="h1"),
)  # fmt: skip
