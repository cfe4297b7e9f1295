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
