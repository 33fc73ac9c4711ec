"""One person introduced twice: "the ECOWAS mediator, President Blaise Compaoré of Burkina Faso"."""

from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.frames import Form, Mention
from pipeline.extract.rows import rows

_CLOSING = frozenset({",", ".", ";", ")", "-", "--"})
_DETERMINERS = frozenset({"the", "his", "her", "their"})
_RANKS = frozenset(row["role"] or row["form"].title() for row in rows("offices") if row["sort"] == "rank")
_HONOURS = _RANKS | {
    "Cardinal", "Archbishop", "Prince", "Princess", "Senator",
}  # fmt: skip


def _same(doc: Doc, before: Mention, mention: Mention) -> bool:
    known = before.definite or (bool(before.actors) and mention.actors in {(), before.actors})
    one = before.form is Form.OFFICE and known and not before.plural
    adjacent = before.end == mention.start - 1 and doc[before.end].text == ","
    of_body = bool(before.actors) and all(a.organization for a in before.actors) and bool(before.role)
    return one and adjacent and mention.form is Form.NAMED and (bool(mention.role) or of_body)


def _joined(before: Mention, mention: Mention) -> Mention:
    """The later mention, its honour or rank giving way to the office before, its actor made up from it."""
    honoured = before.role and (not mention.role or mention.role in _HONOURS)
    own = mention.actors if mention.role else ()
    return replace(
        mention, start=before.start, root=before.root,
        role=before.role if honoured else mention.role, actors=own or before.actors or mention.actors,
    )  # fmt: skip


def _apposed(doc: Doc, before: Mention, mention: Mention) -> bool:
    """As in "Senator Sam Nunn, chairman of the armed services committee,": one office more of one person."""
    one = before.form is Form.NAMED and mention.form is Form.OFFICE and bool(mention.role)
    adjacent = before.end == mention.start - 1 and doc[before.end].text == ","
    if not one or not adjacent or mention.counterpart or mention.plural:
        return False
    closed = mention.end >= len(doc) or doc[mention.end].is_sent_start or doc[mention.end].text in _CLOSING
    more = doc[mention.start].lower_ not in _DETERMINERS or before.role in {None, *_HONOURS}
    return closed and more


def _with_office(before: Mention, mention: Mention) -> Mention:
    """The person with the office that follows, which says more than a rank."""
    ranked = not before.role or before.role in _RANKS
    role = mention.role if ranked else before.role
    return replace(before, end=mention.end, role=role, actors=before.actors or mention.actors)


def introduced(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """The mentions with double introductions made one."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and _same(doc, kept[-1], mention):
            kept[-1] = _joined(kept[-1], mention)
        elif kept and _apposed(doc, kept[-1], mention):
            kept[-1] = _with_office(kept[-1], mention)
        else:
            kept.append(mention)
    return kept
