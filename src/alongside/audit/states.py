"""What the log can say: which act, with which outcome."""

from django.db.models import TextChoices


class Act(TextChoices):
    SIGN_IN = "sign_in", "signed in"
    SIGN_OUT = "sign_out", "signed out"
    SEARCH = "search", "searched for"
    LIST = "list", "saw in a list"
    VIEW = "view", "opened"
    CREATE = "create", "created"
    CHANGE = "change", "changed"
    DISCLOSE = "disclose", "disclosed"
    WITHHOLD = "withhold", "withheld"
    ASK = "ask", "asked for"
    DECIDE = "decide", "decided on"
    APPROVE = "approve", "looked a second time at"
    EXPORT = "export", "exported"
    IMPORT = "import", "took in"
    LINK = "link", "linked"
    UNLINK = "unlink", "unlinked"
    RESTRICT = "restrict", "restricted"
    VERIFY = "verify", "verified"
    DESTROY = "destroy", "destroyed"


class Outcome(TextChoices):
    ALLOWED = "allowed", "Allowed"
    REFUSED = "refused", "Refused"
