from alongside.common.field_classes import OPEN, PERSONAL, PSEUDONYMOUS, FieldClass

CLASSES: dict[str, dict[str, FieldClass]] = {
    "Export": {
        "id": OPEN,
        "copy": OPEN,
        "kind": OPEN,
        "format": OPEN,
        "matter": PSEUDONYMOUS,
        "made_by": PERSONAL,
        "agency": OPEN,
        "recipient": PERSONAL,
        "recipient_agency": OPEN,
        "why": PERSONAL,
        "purpose": OPEN,
        "agreement": OPEN,
        "profile": OPEN,
        "rows": OPEN,
        "sha256": OPEN,
        "watermark": PERSONAL,
        "made_at": OPEN,
        "destroy_by": OPEN,
        "recalled_at": OPEN,
        "destroyed_at": OPEN,
    },
    "ExportPerson": {
        "id": OPEN,
        "export": OPEN,
        "record": PSEUDONYMOUS,
    },
    "ExportStep": {
        "id": OPEN,
        "export": OPEN,
        "kind": OPEN,
        "words": PERSONAL,
        "by": PERSONAL,
        "at": OPEN,
    },
}
