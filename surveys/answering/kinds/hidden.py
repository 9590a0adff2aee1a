from surveys.answering.kinds.kind import Kind


class Hidden(Kind):
    """Given by the situation (the session's context) or by its default, never asked."""

    name = "hidden"
    asked = False
