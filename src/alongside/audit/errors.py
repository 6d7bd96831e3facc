class AuditUnavailable(Exception):
    """The log cannot be written; nothing may be shown or changed."""

    def __init__(self) -> None:
        super().__init__(
            "The log of disclosures cannot be written just now, so nothing can be shown or changed. "
            "Nothing was lost. Try again in a few minutes; if a child is in danger, phone."
        )
