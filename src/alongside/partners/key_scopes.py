"""What a key of the interface may be used for. Bit numbers are stored: never reuse one."""

from alongside.partners.states import Coded


class Scope(Coded):
    CONCERNS = (0, "Raise concerns, and read how far they are")
    REFERRALS = (1, "Refer along pathways, and read how far referrals are")
    ATTENDANCE = (2, "Record who came to sessions")
    ENCOMPASS = (3, "Send incidents of domestic abuse, and read how far their notices are")
