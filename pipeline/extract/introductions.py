"""One person introduced twice: "the ECOWAS mediator, President Blaise Compaoré of Burkina Faso"."""

from dataclasses import replace

from spacy.tokens import Doc

from pipeline.extract.frames import Form, Mention
from pipeline.extract.rows import rows

_HONOURS = frozenset(row["role"] or row["form"].title() for row in rows("offices") if row["sort"] == "rank") | {
    "Cardinal", "Archbishop", "Prince", "Princess", "Senator",
}  # fmt: skip


def _same(doc: Doc, before: Mention, mention: Mention) -> bool:
    one = before.form is Form.OFFICE and before.definite and not before.plural
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


def introduced(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """The mentions with double introductions made one."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and _same(doc, kept[-1], mention):
            kept[-1] = _joined(kept[-1], mention)
        else:
            kept.append(mention)
    return kept
