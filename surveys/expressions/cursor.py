"""A place among the tokens of an expression, moving forward."""

from surveys.expressions.tokens import Kind, Token


class Cursor:
    """The last token is END and is never taken by a reader that looks before it takes."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _take_unless_end(self) -> Token:
        return self._here if self._here.kind is Kind.END else self._take()

    def _is(self, sign: str) -> bool:
        return self._here.kind is Kind.SIGN and self._here.text == sign

    def _takes(self, sign: str) -> bool:
        if self._is(sign):
            self._at += 1
            return True
        return False

    def _before(self, back: int) -> str:
        """What stands `back` tokens before this one; "" before the first."""
        return self._tokens[self._at - back].text if self._at >= back else ""
