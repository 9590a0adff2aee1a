from surveys.answering.kinds.kind import Kind


class Calculate(Kind):
    """Computed from other answers by the path, never asked."""

    name = "calculate"
    asked = False
