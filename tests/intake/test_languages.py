"""Languages: as declared, else as the words say."""

import json

import pytest

from pipeline.errors import Skip
from pipeline.intake import Intake
from pipeline.intake.languages import language_of
from schemas import SkipReason

SPANISH = "El ministro de Asuntos Exteriores se reuni\u00f3 el mi\u00e9rcoles con su hom\u00f3logo ruso."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", SPANISH),
        (
            "fr",
            "Le ministre des Affaires \u00e9trang\u00e8res a rencontr\u00e9 mercredi son homologue russe.",
        ),
        ("de", "Der Au\u00dfenminister traf am Mittwoch seinen russischen Amtskollegen in Islamabad."),
        (
            "pt",
            "O ministro das Rela\u00e7\u00f5es Exteriores se reuniu na quarta-feira com o seu hom\u00f3logo.",
        ),
        (
            "pl",
            "Minister spraw zagranicznych spotka\u0142 si\u0119 w \u015brod\u0119 z odpowiednikiem.",
        ),
        (
            "ko",
            "\uc678\uad50\ubd80 \uc7a5\uad00\uc774 \ud68c\ub2f4\ud588\ub2e4.",
        ),
        ("zh", "\u5916\u4ea4\u90e8\u957f\u5468\u4e09\u4f1a\u89c1\u4e86\u4fc4\u7f57\u65af\u5916\u957f\u3002"),
    ],
)
def test_detected(language: str, text: str) -> None:
    """A sentence of another language is recognised."""
    assert language_of(None, None, text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Lavrov met Qureshi.",
        "Jokowi hosts Anwar Ibrahim in Yogyakarta",
        "Duda visits Kyiv",
        "BEIJING - Xi Jinping met Hun Sen.",
        "IRANIAN OIL MINISTER IN UAE TALKS",
        "S\u00e1nchez hosts Mohammed VI in Rabat",
        "OK",
        "1234",
        "\u2026",
    ],
)
def test_short_english(text: str) -> None:
    """A few words full of foreign names are taken for English."""
    assert language_of(None, None, text) == "en"


@pytest.mark.parametrize("declared", ["en", "EN", "en-GB", "en_US.UTF-8", "eng", "English"])
def test_declared_english_is_believed(declared: str) -> None:
    """A declared English is believed, whatever the words say."""
    assert language_of(declared, None, SPANISH) == "en"


@pytest.mark.parametrize(
    ("declared", "language"), [("es-MX", "es"), ("spa", "es"), ("Spanish", "es"), ("zh", "zh")]
)
def test_declared_other_is_believed(declared: str, language: str) -> None:
    """A declared other language is believed, whatever the words say."""
    assert language_of(declared, None, "The minister said that they met with his counterpart.") == language


@pytest.mark.parametrize("declared", ["", "und", "mul", "unknown!", "123", "x" * 500])
def test_declared_nonsense_is_ignored(declared: str) -> None:
    """What names no language counts as not declared."""
    assert language_of(declared, None, SPANISH) == "es"


def test_other_languages_are_skipped() -> None:
    """An article in another language is skipped, and the skip says which."""
    with pytest.raises(Skip) as skip:
        Intake().read(json.dumps({"text": SPANISH}).encode())
    assert (skip.value.reason, skip.value.detail) == (SkipReason.LANGUAGE, "es")
