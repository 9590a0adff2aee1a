"""Every function of the language, by family. `FUNCTIONS` is what the parser and the evaluation go by."""

from surveys.expressions.functions import calendar, chances, choices, logic, numbers, sets, texts
from surveys.expressions.functions.calling import Arguments, Function

FAMILIES = (logic, choices, texts, numbers, sets, calendar, chances)

FUNCTIONS: dict[str, Function] = {function.name: function for family in FAMILIES for function in family.FAMILY}

#: ODK's functions that are known and refused: there are no repeats, no other files and no shapes here.
FOREIGN = frozenset(
    {
        "area",
        "base64-decode",
        "ceiling",
        "current",
        "digest",
        "distance",
        "enclosed-area",
        "extract-signed",
        "floor",
        "geofence",
        "id",
        "indexed-repeat",
        "intersects",
        "jr:itext",
        "lang",
        "last",
        "local-name",
        "name",
        "namespace-uri",
        "position",
        "property",
        "pulldata",
        "randomize",
        "search",
        "substring",
        "version",
    }
)

__all__ = ["FAMILIES", "FOREIGN", "FUNCTIONS", "Arguments", "Function"]
