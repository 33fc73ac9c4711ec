"""Datelines of the world's agencies, and openings that are none."""

from datetime import date

import pytest

from pipeline.extract.dates import find_dateline, unmarked

PUBLISHED = date(2015, 1, 2)

ROWS = [
    ("HAVANA, March 3 (Meridian Wire) - The", ["HAVANA"], None, "Meridian Wire", "2015-03-03", "The"),
    (
        "MOSCOW, November 28. /Volga News Agency/. The",
        ["MOSCOW"],
        None,
        "Volga News Agency",
        "2014-11-28",
        "The",
    ),
    ("ISLAMABAD: The", ["ISLAMABAD"], None, None, None, "The"),
    ("CAIRO — The", ["CAIRO"], None, None, None, "The"),
    ("SEOUL, Nov. 20 (Hanbit) -- The", ["SEOUL"], None, "Hanbit", "2014-11-20", "The"),
    ("Budapest, March 21 \u2013 The", ["Budapest"], None, None, "2015-03-21", "The"),
    ("NELSON, New Zealand, March 23 - The", ["NELSON"], "New Zealand", None, "2015-03-23", "The"),
    ("BEIRUT (AP) The", ["BEIRUT"], None, "AP", None, "The"),
    ("Paris, 14 May 2003\nThe", ["Paris"], None, None, "2003-05-14", "The"),
    ("NEW DELHI, JAN 5 -- The", ["NEW DELHI"], None, None, "2015-01-05", "The"),
    ("Washington D.C. \u2013 The", ["Washington D.C."], None, None, None, "The"),
    ("WASHINGTON, D.C. (AP) - The", ["WASHINGTON"], "D.C.", "AP", None, "The"),
    ("UNITED NATIONS, Dec 30 (Reuters) - The", ["UNITED NATIONS"], None, "Reuters", "2014-12-30", "The"),
    ("GENEVA/BERLIN (Reuters) - The", ["GENEVA", "BERLIN"], None, "Reuters", None, "The"),
    ("KIEV/MOSCOW, 5 January (TASS) - The", ["KIEV", "MOSCOW"], None, "TASS", "2015-01-05", "The"),
    ("By John Smith\nLONDON (Reuters) - The", ["LONDON"], None, "Reuters", None, "The"),
    ("ST. PETERSBURG, June 5 (Interfax) - The", ["ST. PETERSBURG"], None, "Interfax", "2015-06-05", "The"),
    ("BERLIN, Jan 5, 2012 (AFP) - The", ["BERLIN"], None, "AFP", "2012-01-05", "The"),
    ("OSLO, March 25, Reuter - The", ["OSLO"], None, "Reuter", "2015-03-25", "The"),
    ("TASHKENT. 20 June. The", ["TASHKENT"], None, None, "2015-06-20", "The"),
    ("Caracas.- The", ["Caracas"], None, None, None, "The"),
    ("N'DJAMENA, 5 May 2010 (IRIN) - The", ["N'DJAMENA"], None, "IRIN", "2010-05-05", "The"),
    ("PORT-AU-PRINCE, Haiti -- The", ["PORT-AU-PRINCE"], "Haiti", None, None, "The"),
    (
        "Port of Spain, Trinidad and Tobago (AP) — The",
        ["Port of Spain"],
        "Trinidad and Tobago",
        "AP",
        None,
        "The",
    ),
    ("WASHINGTON March 3 (UPI) -- The", ["WASHINGTON"], None, "UPI", "2015-03-03", "The"),
    ("Sunday, June 3, 2018 \n\nThe", [], None, None, "2018-06-03", "\nThe"),
    ("(Reuters) - The", [], None, "Reuters", None, "The"),
    ("THE HAGUE (Reuters) - The", ["THE HAGUE"], None, "Reuters", None, "The"),
    ("ABUJA\u2014The", ["ABUJA"], None, None, None, "The"),
    ("GENEVA (AP) _ The", ["GENEVA"], None, "AP", None, "The"),
    ("TOKYO, Jan 1 (Jiji Press)--The", ["TOKYO"], None, "Jiji Press", "2015-01-01", "The"),
    ("DAMASCUS, (SANA)-The", ["DAMASCUS"], None, "SANA", None, "The"),
    ("Nairobi, Kenya | AFP | The", ["Nairobi"], "Kenya", "AFP", None, "The"),
    ("YEREVAN, JANUARY 2, ARMENPRESS. The", ["YEREVAN"], None, "ARMENPRESS", "2015-01-02", "The"),
    ("KIEV. KAZINFORM - The", ["KIEV"], None, "KAZINFORM", None, "The"),
    ("Accra, Jan. 2, GNA \u2013 The", ["Accra"], None, "GNA", "2015-01-02", "The"),
    ("CAIRO - 2 January 2015: The", ["CAIRO"], None, None, "2015-01-02", "The"),
    ("(ANSA) - Rome, January 2 - The", ["Rome"], None, "ANSA", "2015-01-02", "The"),
    ("Vatican City, Jan 2, 2015 / 03:45 am (CNA).- The", ["Vatican City"], None, "CNA", "2015-01-02", "The"),
    ("Press Trust of India New Delhi", ["New Delhi"], None, None, None, ""),
    ("ANKARA\n\nThe", ["ANKARA"], None, None, None, "\nThe"),
    ("Benaulim, India\nThe", ["Benaulim"], "India", None, None, "The"),
    ("QUITO, 3 MAR 91 (EL DIA) -- The", ["QUITO"], None, "EL DIA", "1991-03-03", "The"),
    ("Lusaka, 7 Nov '94 (ZANA) - The", ["Lusaka"], None, "ZANA", "1994-11-07", "The"),
    ("Reuters, Oct 5, 1999", [], None, "Reuters", "1999-10-05", ""),
    ("LAGOS, Tuesday \u2014 The", ["LAGOS"], None, None, None, "The"),
    ("[Text] Lima -- The", ["Lima"], None, None, None, "The"),
    ("[Excerpts] [Text] BOGOTA, 2 FEB 93 (AFP) -- The", ["BOGOTA"], None, "AFP", "1993-02-02", "The"),
    (
        "A headline of the day\n\nBRUSSELS, 4 July (Reuters) - The",
        ["BRUSSELS"],
        None,
        "Reuters",
        "2014-07-04",
        "The",
    ),
]

NONE = [
    "",
    "The minister said: yes",
    "Update: the talks failed",
    "PRESIDENT BIDEN: Well",
    "Q: What was said?",
    "Monday - the day of talks",
    "Minister Wang met him in Beijing, May 5.",
    "SHULTZ TO VISIT MOSCOW NEXT WEEK - OFFICIALS",
    "Today, the prime minister spoke by telephone.",
    "x" * 400 + "\nCAIRO — The",
    "Tuesday \u2014 a day of talks",
]

_BODY = (
    "U.S. Vice President Dan Quayle told reporters on Friday that he would meet the ministers of both states."
)

UNMARKED = [
    (f"OTTAWA {_BODY}", ["OTTAWA"], None, None, f" {_BODY}"),
    (f"NEW DELHI {_BODY}", ["NEW DELHI", "NEW"], None, None, f" {_BODY}"),
    (f"OSLO/STOCKHOLM {_BODY}", ["OSLO"], None, None, f" {_BODY}"),
    (f"TOKYO NATO {_BODY}", ["TOKYO NATO", "TOKYO"], None, None, f" {_BODY}"),
    ("June 3, 2006 (KHARTOUM) \u2014 The", ["KHARTOUM"], None, "2006-06-03", "The"),
    ("(NAIROBI, Kenya) - The", ["NAIROBI"], None, None, "The"),
    ("Tokyo (CNN)The", ["Tokyo"], "CNN", None, "The"),
    ("Xinhua News Agency, Harare, June 2 (Reporter Li Ming) The", ["Harare"], "Xinhua", "2015-06-02", "The"),
    ("kyodo news agency , tokyo , june 3 the", ["tokyo"], "kyodo", "2015-06-03", "the"),
    ("Interfax, Minsk, 4 June - The", ["Minsk"], "Interfax", "2015-06-04", "The"),
]

BARE = [
    "",
    "OTTAWA in brief",
    "THE mayor met them.",
    "Ottawa (the capital) The",
    "Reuters, the agency, May 3",
]


@pytest.mark.parametrize(
    ("text", "cities", "region", "agency", "day", "body"), ROWS, ids=lambda each: str(each)[:40]
)
def test_dateline(  # noqa: PLR0913, PLR0917 (a row has six columns)
    text: str, cities: list[str], region: str | None, agency: str | None, day: str | None, body: str
) -> None:
    """A dateline tells its cities, region, agency and day, and where the body starts."""
    found = find_dateline(text)
    assert found is not None
    filed = found.day_on(PUBLISHED)
    assert [place.name for place in found.cities] == cities
    assert [text[place.start : place.end] for place in found.cities] == cities
    assert (found.region.name if found.region else None) == region
    assert found.agency == agency
    assert (filed.isoformat() if filed else None) == day
    assert text[found.end :] == body


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:40])
def test_no_dateline(text: str) -> None:
    """Speakers, labels, headlines, sentences and what lies far into the text are no datelines."""
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "cities", "agency", "day", "body"), UNMARKED, ids=lambda each: str(each)[:40]
)
def test_unmarked(text: str, cities: list[str], agency: str | None, day: str | None, body: str) -> None:
    """A dateline that has lost its marks may be read in several ways, each less sure than a marked one."""
    found = list(unmarked(text))
    filed = found[0].day_on(PUBLISHED)
    assert [line.cities[0].name for line in found] == cities
    assert found[0].agency == agency
    assert (filed.isoformat() if filed else None) == day
    assert text[found[0].end :] == body
    assert not any(line.sure for line in found)


@pytest.mark.parametrize("text", BARE, ids=lambda text: text[:40])
def test_no_unmarked(text: str) -> None:
    """Headlines, sentences and remarks in brackets are no datelines, however little is asked of them."""
    assert not list(unmarked(text))
