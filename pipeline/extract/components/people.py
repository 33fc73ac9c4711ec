"""People: who the article's mentions are, with one name, one role and one actor each.

What the article says comes first: a title, a nationality, the majority over a lone contradiction. The table
of office-holders as of the publication date comes second, the dateline third. Nobody is dropped for being
unknown.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.frames import Form, Mention, Person
from pipeline.extract.identity import Draft
from pipeline.extract.office_holders import OfficeHolders
from pipeline.extract.profiles import Profiles
from pipeline.extract.register import Register
from pipeline.extract.relations import Relations
from pipeline.extract.transcripts import voiced

Doc.set_extension("people", default=(), force=True)
Doc.set_extension("home", default=None, force=True)  # the actor that an unmarked "the president" belongs to


def _resolved(doc: Doc) -> tuple[list[Mention], list[Person]]:
    """The mentions with their people, and the people."""
    register = Register()
    mentions = _entered(register, doc._.mentions)
    relations = Relations(doc, register.drafts)
    relations.carry(mentions)
    _vote(register.drafts, mentions)
    profiles = Profiles(doc, register.drafts)
    people = [profiles.person(d) for d in register.drafts]
    offices = OfficeHolders(doc, people, relations)
    for k in range(len(mentions)):  # in the order of the text: each sees what those before it were linked to
        mentions[k] = offices.linked(k, mentions)
    return voiced(doc, mentions), people


def _entered(register: Register, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the numbers of the people whom they name."""
    numbered = [replace(m, person=register.enter(m)) if m.form is Form.NAMED else m for m in mentions]
    twins = register.twins()
    return [m if m.person not in twins else replace(m, person=twins[m.person]) for m in numbered]


def _vote(drafts: Sequence[Draft], mentions: Sequence[Mention]) -> None:
    """As in "The Bhutanese foreign minister" speaks for the office of the only Bhutanese named."""
    for mention in mentions:
        whole = mention.form is Form.OFFICE and mention.definite and mention.actor
        mine = [d for d in drafts if mention.actor in d.actors] if whole else []
        if mention.role and len(mine) == 1 and _undecided(mine[0], mention.role):
            mine[0].roles[mention.role] += 1


def _undecided(draft: Draft, role: str) -> bool:
    """Whether an office is told of a person, or no other more than once."""
    return role in draft.roles or max(draft.roles.values(), default=0) <= 1


@Language.component("readout_people", assigns=["doc._.people", "doc._.mentions"], requires=["doc._.mentions"])
def people(doc: Doc) -> Doc:
    """Set `doc._.people` and link `doc._.mentions` to it."""
    mentions, persons = _resolved(doc)
    doc._.mentions = tuple(mentions)
    doc._.people = tuple(persons)
    return doc
