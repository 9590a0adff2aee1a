"""Text to syntax tree: XPath 1.0's grammar; what a questionnaire has no use for is refused by name."""

from functools import lru_cache

from surveys.expressions.cursor import Cursor
from surveys.expressions.errors import (
    NodesExpected,
    PatternRefused,
    SyntaxRefused,
    TooDeep,
    UnsupportedConstruct,
    WrongArity,
)
from surveys.expressions.expression import Expression
from surveys.expressions.functions import FUNCTIONS, Function
from surveys.expressions.near_misses import nearest_function, nearest_word
from surveys.expressions.patterns import BadPattern, compile_pattern
from surveys.expressions.syntax import (
    LEVEL_OF,
    Call,
    Chain,
    ChoiceName,
    Column,
    Itself,
    Lookup,
    Negative,
    Node,
    Number,
    Reference,
    Text,
    Union,
)
from surveys.expressions.tokens import REFERENCE, Kind, Token, tokenize

#: Expressions within expressions. Reading and evaluating one takes up to 6 frames of Python's thousand.
MAX_DEPTH = 64

_PATH_SIGNS = frozenset({"/", "//", "..", "@", "::", "*", "["})


def parse(source: str, *, choice_filter: bool = False) -> Expression:
    """Raises an ExpressionError. In a `choice_filter` a bare name is a column of the choices sheet."""
    return _parsed(source, choice_filter)


@lru_cache(maxsize=2_048)
def _parsed(source: str, choice_filter: bool) -> Expression:
    """Remembered: every step of every respondent asks for the same few hundred expressions."""
    parser = _Parser(tokenize(source), choice_filter=choice_filter)
    return Expression(parser.whole(), source)


class _Parser(Cursor):
    def __init__(self, tokens: list[Token], *, choice_filter: bool) -> None:
        super().__init__(tokens)
        self._depth = 0
        self._choice_filter = choice_filter
        self._predicates = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self._here.kind is not Kind.END:
            raise self._unexpected_operator()
        return node

    def _expression(self, loosest: int) -> Node:
        """Precedence climbing: operators at least as tight as `loosest`."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep(self._here.offset, MAX_DEPTH)
        left = self._signed()
        while (level := self._level()) is not None and level >= loosest:
            left = self._chain(left, level)
        self._depth -= 1
        return left

    def _level(self) -> int | None:
        here = self._here
        return LEVEL_OF.get(here.text) if here.kind in (Kind.SIGN, Kind.NAME) else None

    def _chain(self, first: Node, level: int) -> Node:
        rest: list[tuple[str, Node]] = []
        while self._level() == level:
            sign = self._take().text
            rest.append((sign, self._expression(level + 1)))
        return Chain(first, tuple(rest), first.offset)

    def _signed(self) -> Node:
        signs: list[Token] = []
        while self._is("-"):
            signs.append(self._take())
        if self._depth + len(signs) > MAX_DEPTH:
            raise TooDeep(signs[0].offset, MAX_DEPTH)
        node = self._operand()
        for sign in reversed(signs):
            node = Negative(node, sign.offset)
        return node

    def _operand(self) -> Node:
        token = self._here
        match token.kind:
            case Kind.NUMBER:
                return Number(self._take().text, token.offset)
            case Kind.TEXT:
                return self._text()
            case Kind.REFERENCE:
                return Reference(self._take().text, token.offset)
            case Kind.NAME:
                return self._named()
        if self._takes("."):
            if self._is("/"):
                raise UnsupportedConstruct(token.offset, "./", kind="path")
            if self._predicates:  # there it would be the row, which has no value of its own
                raise UnsupportedConstruct(token.offset, ".", kind="path")
            return Itself(token.offset)
        if self._takes("("):
            node = self._expression(0)
            self._close()
            return node
        if token.text in _PATH_SIGNS:
            raise UnsupportedConstruct(token.offset, token.text, kind="path")
        raise SyntaxRefused(token.offset, token.text, "operand")

    def _close(self) -> None:
        if not self._takes(")"):
            raise self._unexpected_operator(closing=True)

    def _unexpected_operator(self, *, closing: bool = False) -> SyntaxRefused | UnsupportedConstruct:
        """After an operand stands something that is neither an operator nor the end."""
        token = self._here
        if token.text == "/":
            return UnsupportedConstruct(token.offset, "/", "div", kind="path")
        if token.text == "|":
            return UnsupportedConstruct(token.offset, "|", kind="union")
        if token.kind is Kind.SIGN and token.text in _PATH_SIGNS:
            return UnsupportedConstruct(token.offset, token.text, kind="path")
        if token.kind is Kind.NAME and token.text.lower() in LEVEL_OF:
            return SyntaxRefused(token.offset, token.text, token.text.lower())
        expected = ")" if closing else "operator"
        return SyntaxRefused(token.offset, token.text, expected)

    def _text(self) -> Text:
        token = self._take()
        reference = REFERENCE.search(token.text)
        if reference is not None:
            at = token.offset + 1 + reference.start()
            raise UnsupportedConstruct(at, reference.group(), kind="quoted")
        return Text(token.text, token.offset)

    def _named(self) -> Node:
        token = self._take()
        if self._takes("("):
            return self._call(token)
        if self._is("/") or self._is("//") or self._is("::") or self._is("["):
            raise UnsupportedConstruct(token.offset, token.text + self._here.text, kind="path")
        if (self._choice_filter or self._predicates) and ":" not in token.text:
            return Column(token.text, token.offset)
        raise UnsupportedConstruct(token.offset, token.text, nearest_word(token.text), kind="name")

    def _call(self, token: Token) -> Node:
        if token.text == "jr:choice-name":
            return self._choice_name(token)
        if token.text == "instance":
            return self._lookup(token)
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise UnsupportedConstruct(token.offset, token.text, nearest_function(token.text))
        arguments = self._arguments(function)
        if not function.accepts(len(arguments)):
            raise _wrong_arity(token, function, len(arguments))
        if function.only_nodes and not isinstance(arguments[0], Reference | Itself | Union | Lookup):
            raise NodesExpected(arguments[0].offset, token.text)
        if self._predicates and function.reads_self(len(arguments)):
            raise UnsupportedConstruct(token.offset, f"{token.text}()", kind="path")
        if function.pattern_at is not None:
            _check_pattern(arguments[function.pattern_at])
        return Call(token.text, arguments, token.offset)

    def _arguments(self, function: Function) -> tuple[Node, ...]:
        arguments: list[Node] = []
        if self._takes(")"):
            return ()
        while True:
            nodes = function.nodes_from is not None and len(arguments) >= function.nodes_from
            arguments.append((self._union() if nodes else None) or self._expression(0))
            if not self._takes(","):
                break
        self._close()
        return tuple(arguments)

    def _union(self) -> Union | None:
        """`${a} | ${b} | .` where a set of questions may stand; None when it is some other argument."""
        following = self._tokens[self._at + 1 : self._at + 2]
        if not following or following[0].text != "|" or following[0].kind is not Kind.SIGN:
            return None
        offset = self._here.offset
        parts: list[Reference | Itself] = []
        while True:
            part = self._operand()
            if not isinstance(part, Reference | Itself):
                raise NodesExpected(part.offset, "|")
            parts.append(part)
            if not self._takes("|"):
                return Union(tuple(parts), offset)

    def _choice_name(self, name: Token) -> ChoiceName:
        code = self._expression(0)
        if self._is(")"):
            raise WrongArity(name.offset, name.text, 1, 2, 2)
        if not self._takes(","):
            raise self._unexpected_operator(closing=True)
        token = self._take()
        match = REFERENCE.fullmatch(token.text.strip()) if token.kind is Kind.TEXT else None
        if match is None:
            raise SyntaxRefused(token.offset, token.text, "quoted_reference")
        offset = token.offset + 1 + token.text.index("$")
        self._close()
        return ChoiceName(code, Reference(match.group(1), offset), name.offset)

    def _lookup(self, name: Token) -> Lookup:
        """The rest of `instance('list')/root/item[…][…]/column`; the columns' names are pyxform's and the author's."""
        counted = self._before(3) == "(" and self._before(4) == "count"
        here = self._here
        if here.kind is not Kind.TEXT:
            raise SyntaxRefused(here.offset, here.text, "list_name")
        list_name = self._text().value
        self._close()
        for step in ("/", "root", "/", "item"):
            token = self._take_unless_end()
            if token.text != step or token.kind is Kind.TEXT:
                raise SyntaxRefused(token.offset, token.text, "lookup_path")
        predicates: list[Node] = []
        while self._takes("["):
            predicates.append(self._predicate())
        column = ""
        if self._takes("/"):
            token = self._take_unless_end()
            if token.kind is not Kind.NAME:
                raise SyntaxRefused(token.offset, token.text, "column")
            column = token.text
        elif not counted or not self._is(")"):
            raise SyntaxRefused(self._here.offset, self._here.text, "column")
        return Lookup(list_name, tuple(predicates), column, name.offset)

    def _predicate(self) -> Node:
        self._predicates += 1
        node = self._expression(0)
        self._predicates -= 1
        if not self._takes("]"):
            raise SyntaxRefused(self._here.offset, self._here.text, "]")
        return node


def _wrong_arity(token: Token, function: Function, given: int) -> WrongArity:
    least, most = function.least, function.most
    return WrongArity(token.offset, function.name, given, least, most, paired=function.paired)


def _check_pattern(node: Node) -> None:
    """A pattern written out is judged at once, before anybody answers."""
    if not isinstance(node, Text):
        return
    try:
        compile_pattern(node.value)
    except BadPattern as bad:
        raise PatternRefused(node.offset, bad.problem, bad.found, bad.at) from None
