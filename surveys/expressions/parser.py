"""Text to syntax tree: XPath 1.0's grammar; what a questionnaire has no use for is refused by name."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from surveys.expressions.errors import (
    NodesExpected,
    PatternRefused,
    SyntaxRefused,
    TooDeep,
    UnsupportedConstruct,
    WrongArity,
)
from surveys.expressions.functions import FOREIGN, FUNCTIONS, Function
from surveys.expressions.patterns import BadPattern, compile_pattern
from surveys.expressions.syntax import (
    LEVEL_OF,
    Call,
    Chain,
    ChoiceName,
    Column,
    Itself,
    Negative,
    Node,
    Number,
    Reference,
    Text,
    Union,
    walk,
)
from surveys.expressions.tokens import REFERENCE, Kind, Token, tokenize

#: Expressions within expressions. Reading and evaluating one takes up to 6 frames of Python's thousand.
MAX_DEPTH = 64

_PATH_SIGNS = frozenset({"/", "//", "..", "@", "::", "*", "["})


@dataclass(frozen=True)
class Expression:
    """A readable expression; two are equal when their trees are, whatever the spaces."""

    root: Node
    source: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.root == other.root

    def __hash__(self) -> int:
        return hash(self.root)

    def __str__(self) -> str:
        return str(self.root)

    @cached_property
    def references(self) -> frozenset[str]:
        """The names in `${…}`."""
        return frozenset(node.name for node in walk(self.root) if isinstance(node, Reference))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The bare names of a choice filter."""
        return frozenset(node.name for node in walk(self.root) if isinstance(node, Column))

    @cached_property
    def uses_self(self) -> bool:
        """Whether the question's own answer is read: by `.`, once(), string-length() of nothing …"""
        return any(
            isinstance(node, Itself)
            or (isinstance(node, Call) and FUNCTIONS[node.name].reads_self(len(node.arguments)))
            for node in walk(self.root)
        )


def parse(source: str, *, choice_filter: bool = False) -> Expression:
    """Raises an ExpressionError. In a `choice_filter` a bare name is a column of the choices sheet."""
    return _parsed(source, choice_filter)


@lru_cache(maxsize=2_048)
def _parsed(source: str, choice_filter: bool) -> Expression:
    """Remembered: every step of every respondent asks for the same few hundred expressions."""
    parser = _Parser(tokenize(source), choice_filter=choice_filter)
    return Expression(parser.whole(), source)


class _Parser:
    def __init__(self, tokens: list[Token], *, choice_filter: bool) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._choice_filter = choice_filter

    def whole(self) -> Node:
        node = self._expression(0)
        if self._here.kind is not Kind.END:
            raise self._unexpected_operator()
        return node

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, sign: str) -> bool:
        return self._here.kind is Kind.SIGN and self._here.text == sign

    def _takes(self, sign: str) -> bool:
        if self._is(sign):
            self._at += 1
            return True
        return False

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
        if self._choice_filter and ":" not in token.text:
            return Column(token.text, token.offset)
        raise UnsupportedConstruct(token.offset, token.text, _nearest_word(token.text), kind="name")

    def _call(self, token: Token) -> Node:
        if token.text == "jr:choice-name":
            return self._choice_name(token)
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise UnsupportedConstruct(token.offset, token.text, _nearest_function(token.text))
        arguments = self._arguments(function)
        if not function.accepts(len(arguments)):
            raise _wrong_arity(token, function, len(arguments))
        if function.only_nodes and not isinstance(arguments[0], Reference | Itself | Union):
            raise NodesExpected(arguments[0].offset, token.text)
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


def _nearest_function(name: str) -> str | None:
    """`count_selected`, `Selected`, `stringlength`, `cuont` are all near something."""
    if name in FOREIGN:
        return None
    plain = {_plain(known): known for known in (*FUNCTIONS, "jr:choice-name")}
    near = get_close_matches(_plain(name), plain, n=1, cutoff=0.75)
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    return name[:60].lower().replace("-", "").replace("_", "")


def _nearest_word(name: str) -> str | None:
    """A bare `true` is the function true(); any other bare name was meant as `${name}`."""
    return f"{name.lower()}()" if name.lower() in ("true", "false", "today", "now") else f"${{{name}}}"
