"""What is not code: tunes, grooves, words, page templates, lists and licences, read by importlib.resources."""

RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "ku-arab",
        "nqo",
        "pa-arab",
        "prs",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    ]
)
"""Languages whose lines are read from the right, by their codes."""


def reads_right(language: str) -> bool:
    """Whether a language ("ar", "pa-Arab-PK") is read from the right."""
    parts = language.lower().replace("_", "-").split("-")
    return any("-".join(parts[:count]) in RIGHT_TO_LEFT for count in range(1, len(parts) + 1))


def plural(n: int, language: str = "en") -> str:
    """Say which form of a thing a number asks for: one, two, few or many."""
    last, teens = n % 10, n % 100 in range(11, 15)
    match language.partition("-")[0]:
        case "pl":
            return "one" if n == 1 else "few" if last in (2, 3, 4) and not teens else "many"
        case "uk":
            return "many" if teens else "one" if last == 1 else "few" if last in (2, 3, 4) else "many"
        case "ar":
            return {1: "one", 2: "two"}.get(n, "few" if n % 100 in range(3, 11) else "many")
        case _:
            return "one" if n == 1 else "many"
