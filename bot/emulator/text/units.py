"""How Telegram counts a text: UTF-8 bytes in errors, UTF-16 units in entities, code points in limits."""

# The characters TDLib takes for spaces inside markup. A form feed is not among them; the end of the text is,
# because it reads a NUL there.
SPACES = frozenset(" \t\r\n\0\v")


def byte_length(text: str) -> int:
    """UTF-8 bytes, three for a lone surrogate."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_length(text: str) -> int:
    """UTF-16 units: two for a character outside the basic plane."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_width(character: str) -> int:
    """UTF-16 units of one character."""
    return 2 if character > "\uffff" else 1


def ascii_lower(text: str) -> str:
    """Lower only A-Z, as TDLib does with tags and links: "Ж" stays."""
    return text.lower() if text.isascii() else "".join(c.lower() if c < "\x80" else c for c in text)


def exact_integer(text: str) -> int | None:
    """The number a text spells with no plus, no leading zero and nothing around it, within 64 bits."""
    digits = text.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 19:
        return None
    number = int(text)
    return number if str(number) == text and -(2**63) <= number < 2**63 else None


def leading_int32(text: str) -> int:
    """The number a text begins with, 0 for none, wrapped round to 32 bits as the server's arithmetic does."""
    negative = text.startswith("-")
    number = 0
    for character in text[negative:]:
        if not "0" <= character <= "9":
            break
        number = number * 10 + ord(character) - ord("0")
    number = (-number if negative else number) & 0xFFFFFFFF
    return number - 2**32 if number >= 2**31 else number
