from alongside.common.field_classes import OPEN, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "RatingScheme": {
        "id": OPEN,
        "code": OPEN,
        "name": OPEN,
    },
    "RatingLevel": {
        "id": OPEN,
        "scheme": OPEN,
        "code": OPEN,
        "name": OPEN,
        "meaning": OPEN,
        "order": OPEN,
        "request_amount": OPEN,
        "request_calendar": OPEN,
    },
    "Pathway": {
        "id": OPEN,
        "code": OPEN,
        "name": OPEN,
        "receiver": OPEN,
        "purpose_code": OPEN,
        "carries": OPEN,
        "scheme": OPEN,
        "second_look_from": OPEN,
        "decision_amount": OPEN,
        "decision_calendar": OPEN,
        "feedback_amount": OPEN,
        "feedback_calendar": OPEN,
        "review_weeks": OPEN,
    },
}
