from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, SENSITIVE, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "FairnessAnswers": {
        "record": PSEUDONYMOUS,
        "ethnic_group": SENSITIVE,
        "send": SENSITIVE,
        "given_by": PERSONAL,
        "given_at": OPEN,
    },
    "WaitsStatement": {"id": OPEN, "pathway": OPEN, "as_at": OPEN, "made_at": OPEN, "body": OPEN},
}
