"""How fast things go, as people write it."""

import typer

_SECONDS = {"": 1, "s": 1, "min": 60, "h": 3600}


def rate(text: str | None) -> float | None:
    """Messages a second, from "500/s", "30/min" or "100/h".

    Raises:
        typer.BadParameter: it is none of these.
    """
    if not text:
        return None
    number, _, unit = text.partition("/")
    seconds = _SECONDS.get(unit.strip())
    if not seconds:
        raise typer.BadParameter(f"{text} is no rate; write it as in 500/s, 30/min or 100/h")
    return _positive(number, text) / seconds


def speed(text: str | None) -> float | None:
    """How many times as fast, from "60x"; None for "max".

    Raises:
        typer.BadParameter: it is no number.
    """
    if not text or text == "max":
        return None
    return _positive(text.removesuffix("x"), text)


def _positive(number: str, text: str) -> float:
    try:
        value = float(number)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise typer.BadParameter(f"{text} does not begin with a number over 0")
    return value
