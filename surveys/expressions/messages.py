"""What people read about a fault: what is wrong and what to do, in Russian and English.

`TEMPLATES` is keyed by `ExpressionFault.code` and filled from `ExpressionFault.data`; a code with a near miss
at hand uses the template `<code>_nearest` where there is one.
"""

from collections.abc import Mapping

from surveys.expressions.errors import ExpressionFault

LANGUAGES = ("ru", "en")

Texts = tuple[str, str]

#: What a SyntaxRefused expected, by key; a sign that is not here is shown as it is.
EXPECTED: dict[str, Texts] = {
    "operand": (
        "значение: число, текст в кавычках, ${вопрос} или функция",
        "a value: a number, a quoted text, ${question} or a function",
    ),
    "operator": ("знак действия (+, =, and …) или конец выражения", "an operator (+, =, and …) or the end"),
    "closing_quote": ("закрывающая кавычка", "a closing quote"),
    "reference": ("имя вопроса в виде ${имя}, без пробелов", "a question's name as ${name}, without spaces"),
    "list_name": ("имя списка вариантов в кавычках", "the name of a list of choices in quotes"),
    "lookup_path": ("путь /root/item", "the path /root/item"),
    "column": ("столбец списка, например /label", "a column of the list, such as /label"),
    "quoted_reference": ("имя вопроса в кавычках: '${вопрос}'", "a question's name in quotes: '${question}'"),
}

#: Why a pattern of regex() is refused.
PATTERN_PROBLEMS: dict[str, Texts] = {
    "too_long": ("он длиннее {at} знаков", "it is longer than {at} characters"),
    "too_large": ("в нём слишком много повторений", "it has too many repetitions"),
    "too_deep": ("слишком много вложенных скобок", "too many brackets within brackets"),
    "unbalanced": ("скобка без пары: {found}", "a bracket without its pair: {found}"),
    "nothing_to_repeat": (
        "знак повторения стоит не после знака: {found}",
        "nothing stands before the repetition {found}",
    ),
    "bad_count": (
        "число повторений пишется {{2}} или {{2,5}}, не больше 1000",
        "write the count as {{2}} or {{2,5}}, at most 1000",
    ),
    "bad_range": ("диапазон задан наоборот: {found}", "the range is the wrong way round: {found}"),
    "possessive": (
        "захватывающее повторение «++» не поддерживается",
        "possessive repetition “++” is not supported",
    ),
    "look_around": (
        "конструкция {found} не поддерживается; есть только (…) и (?:…)",
        "{found} is not supported; only (…) and (?:…) are",
    ),
    "group_reference": (
        "ссылка на группу {found} не поддерживается",
        "the group reference {found} is not supported",
    ),
    "unknown_escape": ("неизвестное обозначение {found}", "unknown escape {found}"),
    "nested_class": ("внутри [ ] знак {found} пишется с \\", "inside [ ] write {found} with \\"),
}

TEMPLATES: dict[str, Texts] = {
    "syntax": ("Здесь «{found}», а нужно: {expected}.", "Found “{found}” where this belongs: {expected}."),
    "syntax_end": (
        "Выражение оборвано: дальше нужно {expected}.",
        "The expression ends too early; next should be {expected}.",
    ),
    "unsupported_function": (
        "Функция «{name}» не поддерживается. Уберите её или замените поддерживаемой.",
        "The function “{name}” is not supported. Remove it or use one that is.",
    ),
    "unsupported_function_nearest": (
        "Функции «{name}» нет. Возможно, нужна «{nearest}»?",
        "There is no function “{name}”. Did you mean “{nearest}”?",
    ),
    "unsupported_path": (
        "Путь «{name}» не поддерживается. Ответ на вопрос пишется ${{имя}}, ответ на этот вопрос — точкой.",
        "The path “{name}” is not supported. Write ${{name}} for an answer, a dot for the question's own.",
    ),
    "unsupported_path_nearest": (
        "Знак «{name}» здесь не поддерживается. Деление пишется {nearest}.",
        "“{name}” is not supported here. Division is written {nearest}.",
    ),
    "unsupported_name": ("Имя «{name}» здесь не поддерживается.", "The name “{name}” is not supported here."),
    "unsupported_name_nearest": (
        "Просто «{name}» не поддерживается. Возможно, нужно {nearest}? Текст пишется в кавычках: '{name}'.",
        "A bare “{name}” is not supported. Did you mean {nearest}? A text goes in quotes: '{name}'.",
    ),
    "unsupported_reference": (
        "Ссылка {name} не поддерживается: прошлых ответов в этой форме нет. Уберите её.",
        "The reference {name} is not supported: earlier submissions are not at hand. Remove it.",
    ),
    "unsupported_quoted": (
        "В кавычках {name} не заменяется ответом. Соедините: concat('…', {name}).",
        "Inside quotes {name} is not replaced by the answer. Join instead: concat('…', {name}).",
    ),
    "unsupported_union": (
        "Знак «|» можно ставить только между вопросами внутри sum(), count(), count-non-empty(), "
        "min(), max(), join(), concat(), checklist().",
        "“|” may only stand between questions inside sum(), count(), count-non-empty(), "
        "min(), max(), join(), concat(), checklist().",
    ),
    "unsupported_variable": (
        "Знак «{name}» без фигурных скобок не поддерживается. Пишите ${{имя}}.",
        "“{name}” without braces is not supported. Write ${{name}}.",
    ),
    "arity": (
        "Функции «{name}» дано аргументов: {given}, а нужно {wanted}. Проверьте запятые и скобки.",
        "“{name}” was given {given} argument(s) and takes {wanted}. Check commas and brackets.",
    ),
    "nodes_expected": (
        "«{name}» считает вопросы: здесь нужно ${{вопрос}}, несколько через «|» или строки списка.",
        "“{name}” counts questions: give it ${{question}}, several joined by “|”, or rows of a list.",
    ),
    "pattern": (
        "Шаблон regex() не подходит: {problem} (знак {place}). Исправьте шаблон.",
        "The pattern of regex() is refused: {problem} (character {place}). Correct the pattern.",
    ),
    "too_deep": (
        "Скобки вложены глубже {limit}. Разбейте выражение на несколько вопросов calculate.",
        "Brackets are nested deeper than {limit}. Split the expression into several calculate questions.",
    ),
    "too_long": (
        "В выражении {length} знаков, а можно не больше {limit}. Разбейте его на несколько calculate.",
        "The expression has {length} characters of at most {limit}. Split it into several calculates.",
    ),
    "no_list": (
        "Списка «{name}» здесь нет: списки вариантов есть только внутри анкеты.",
        "There is no list “{name}” here: lists of choices exist only within a questionnaire.",
    ),
    "not_a_date": (
        "«{function}» получила не дату. Дата пишется 2026-11-22, время после неё — T10:30.",
        "“{function}” was given what is not a date. Write 2026-11-22, with a time after it as T10:30.",
    ),
    "date_range": (
        "«{function}»: такой даты нет в календаре, годы — от 1 до 9999. Проверьте число дней.",
        "“{function}”: no such date; years go from 1 to 9999. Check the number of days.",
    ),
    "date_format": (
        "«{function}»: обозначения {sign} нет. Есть %Y %y %m %n %b %d %e %a %W %H %h %M %S %3 %%.",
        "“{function}”: there is no {sign}. There are %Y %y %m %n %b %d %e %a %W %H %h %M %S %3 %%.",
    ),
    "uuid_length": (
        "Длина в «{function}» — число от 0 до {limit}. Исправьте длину.",
        "The length in “{function}” is a number from 0 to {limit}. Correct it.",
    ),
    "text_too_long": (
        "Текст длиннее {limit} знаков. Сократите его или не соединяйте столько.",
        "The text is longer than {limit} characters. Shorten it or join less.",
    ),
    "too_much_work": (
        "Вычисление слишком велико. Упростите выражение или шаблон regex().",
        "The computation is too large. Simplify the expression or the pattern of regex().",
    ),
}


def describe(fault: ExpressionFault, language: str) -> str:
    """One or two sentences, without the place: `fault.offset` is for whoever shows it."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    data = {key: _shortened(value) for key, value in fault.data.items()}
    if fault.code == "syntax":
        expected = fault.data["expected"]
        data["expected"] = EXPECTED[expected][at] if expected in EXPECTED else f"«{expected}»"
    if fault.code == "pattern":
        data["problem"] = PATTERN_PROBLEMS[str(fault.data["problem"])][at].format_map(data)
        data["place"] = str(int(str(fault.data["at"])) + 1)
    if fault.code == "arity":
        data["wanted"] = _wanted(fault.data, at)
    return TEMPLATES[_key(fault)][at].format_map(data)


def _key(fault: ExpressionFault) -> str:
    if fault.code == "syntax" and not fault.data["found"]:
        return "syntax_end"
    nearest = f"{fault.code}_nearest"
    return nearest if fault.data.get("nearest") and nearest in TEMPLATES else fault.code


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _wanted(data: Mapping[str, object], at: int) -> str:
    least, most = data["least"], data["most"]
    if data["paired"]:
        return (f"чётное число, не меньше {least}", f"an even number, at least {least}")[at]
    if most is None:
        return (f"не меньше {least}", f"at least {least}")[at]
    return str(least) if least == most else (f"от {least} до {most}", f"{least} to {most}")[at]
