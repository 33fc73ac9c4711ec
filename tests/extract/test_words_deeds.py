"""Every row of `words/deeds.tsv`, and those of groups that tell who "both" are: what each makes of an encounter."""

from collections.abc import Iterator

from spacy.tokens import Doc
from vocabulary import Reader, Row, each_row, told_by

from pipeline.extract.frames import Encounter
from schemas.meeting import Kind, Side, Status


def _visits(doc: Doc, status: Status) -> list[Encounter]:
    return [e for e in told_by(doc) if e.kind is Kind.VISIT and e.status is status]


def _names(doc: Doc) -> Iterator[set[str | None]]:
    return ({p.name for p in e.parties} for e in told_by(doc))


@each_row("deeds", "extend")
def test_an_invitation_proposes_a_visit(read: Reader, row: Row) -> None:
    """Whoever extends an invitation proposes a visit to his country; what else is extended tells of none."""
    assert [e.where.country for e in _visits(read(row["example"]), Status.PROPOSED)] == ["FRA"]
    assert not _visits(read(row["counter"]), Status.PROPOSED)


@each_row("deeds", "accept")
def test_an_accepted_invitation_plans_a_visit(read: Reader, row: Row) -> None:
    """Whoever accepts an invitation is going to come."""
    assert [e.where.country for e in _visits(read(row["example"]), Status.PLANNED)] == ["FRA"]
    assert not _visits(read(row["counter"]), Status.PLANNED)


@each_row("deeds", "grant", "place", "papers")
def test_what_is_given_or_taken(read: Reader, row: Row) -> None:
    """A meal or an audience given, a call taken, credentials received tell of an encounter; other things do not."""
    assert {"Anne Dubois", "Marco Rossi"} in _names(read(row["example"]))
    assert not row["counter"] or not told_by(read(row["counter"]))


@each_row("deeds", "receive")
def test_who_receives_a_visit_is_host(read: Reader, row: Row) -> None:
    """Whoever hosts or receives a visit is its host."""
    (visit,) = _visits(read(row["example"]), Status.HELD)
    assert {(p.name, p.side) for p in visit.parties} >= {
        ("Anne Dubois", Side.HOST),
        ("Marco Rossi", Side.GUEST),
    }


@each_row("deeds", "carry")
def test_whom_a_journey_carries(read: Reader, row: Row) -> None:
    """Whom a tour brings somewhere is the visitor; a train that brings a letter tells of no visit."""
    (visit,) = _visits(read(row["example"]), Status.HELD)
    assert [p.name for p in visit.parties] == ["Marco Rossi"]
    assert not told_by(read(row["counter"]))


@each_row("deeds", "visitor")
def test_a_visitor_is_spoken_to_face_to_face(read: Reader, row: Row) -> None:
    """Telling a visitor something is talks beside his visit; telling somebody is nothing."""
    assert {e.kind for e in told_by(read(row["example"]))} == {Kind.TALKS, Kind.VISIT}
    assert not told_by(read(row["counter"]))


@each_row("deeds", "led")
def test_who_leads_a_delegation_speaks_for_it(read: Reader, row: Row) -> None:
    """A delegation is met in the person who leads it."""
    (talks,) = told_by(read(row["example"]))
    assert [p.name for p in talks.parties] == ["Anne Dubois", "Asim Khan"]


@each_row("deeds", "occasion")
def test_who_is_along_for_all_of_it(read: Reader, row: Row) -> None:
    """Who accompanies somebody in his meetings takes part in those told afterwards."""
    assert any("Asim Khan" in names for names in _names(read(row["example"])))
    assert not row["counter"] or not any("Asim Khan" in names for names in _names(read(row["counter"])))


@each_row("deeds", "beside")
def test_beside_a_summit(read: Reader, row: Row) -> None:
    """On the sidelines of a summit people meet where it is held."""
    assert {e.where.city for e in told_by(read(row["example"])) if e.kind is Kind.TALKS} == {"Madrid"}


@each_row("deeds", "no gathering")
def test_no_gathering(read: Reader, row: Row) -> None:
    """A conference of the press or of a party is no summit."""
    assert not any(e.kind is Kind.SUMMIT for e in told_by(read(row["counter"])))


@each_row("deeds", "preside")
def test_who_presides(read: Reader, row: Row) -> None:
    """A meeting that somebody hosts or chairs is a meeting all the same."""
    assert any({"Anne Dubois", "Marco Rossi"} <= names for names in _names(read(row["example"])))


@each_row("groups", "states", "staff")
def test_staff_of_both(read: Reader, row: Row) -> None:
    """Officials "from both countries" are those of the two states whose leaders were told before."""
    told = [
        {p.actor.country for p in e.parties if p.actor and not p.name} for e in told_by(read(row["example"]))
    ]
    assert {"FRA", "ITA"} in told


@each_row("groups", "kind")
def test_a_kind_of_office(read: Reader, row: Row) -> None:
    """Where two others were told before, "the two ministers" are those of their states."""
    told = [[(p.role or "").lower() for p in e.parties] for e in told_by(read(row["example"]))]
    assert any(all(row["form"] in role or role == "prime minister" for role in roles) for roles in told), told
