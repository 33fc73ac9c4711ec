"""Trees: slips that the parser makes with single words, set right before anybody reads the tree.

The parser knows "due to" for "because of", and takes the adjective of "is due in Rome", "had been due to meet" for a
preposition or a conjunction; takes "gave the two envoys dinner" for a dinner of envoys; and hangs on the verb what
belongs to the noun right before it: "began [arrangements for a meeting]", "came for [breakfast with Rossi]".
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.extract.encounters.triggers import triggers
from pipeline.extract.status import table

_REACH = 3  # tokens before "due" in which its copula stands: "was not yet due"
# What follows "due" where somebody is to come, beside "to meet".
_WHERE = frozenset({"in", "at", "on", "for", "back", "here", "there", "next"})
_GIVING = frozenset({"give", "offer", "host", "serve"})  # what is done to two objects: guests, and a meal


@Language.component(
    "readout_trees", assigns=["token.dep", "token.head"], requires=["token.dep", "token.head"]
)
def trees(doc: Doc) -> Doc:
    """Set heads and relations right in place."""
    for token in doc:
        if token.lower_ == "due" and token.dep_ in {"case", "mark"} and _awaited(token):
            _raise(token)
        elif token.tag_ == "NNS" and token.dep_ == "compound" and _given(token):
            token.head, token.dep_ = token.head.head, "iobj"
        elif token.dep_ == "acl:relcl" and (named := _antecedent(token)):
            token.head = named
        elif token.dep_ == "case" and token.lower_ in {"for", "with"} and (noun := _owner(token)):
            token.head.head, token.head.dep_ = noun, "nmod"
    return doc


def _awaited(due: Token) -> bool:
    """Whether it says that somebody is to come: "is due in Rome", ", due to meet", and not "was due to rain"."""
    before = due.doc[max(due.i - _REACH, due.sent.start) : due.i]
    said = any(t.lemma_ == "be" for t in before) or before[-1:].text == ","
    after = due.doc[due.i + 1 : due.i + 3]
    return said and (after[:1].text in _WHERE or (after[:1].text == "to" and after[-1].tag_ == "VB"))


def _raise(due: Token) -> None:
    """Give an adjective the place of the word that it was hung on, and what stands before it."""
    goal = due.head
    children = [c for c in goal.children if c.i < due.i]
    above, relation = goal.head, goal.dep_
    due.head, due.dep_ = (due if above == goal else above), relation
    goal.head, goal.dep_ = due, "xcomp" if goal.tag_ == "VB" else "obl"
    for child in children:
        child.head = due
    for child in [c for c in due.children if c.dep_ == "fixed"]:
        child.head, child.dep_ = goal, "case"


def _given(token: Token) -> bool:
    """Whether it stands between a verb of giving and what is given, with an article or number of its own."""
    thing = token.head
    own = any(c.dep_ in {"det", "nummod"} for c in token.children)
    return own and thing.dep_ == "obj" and thing.head.lemma_ in _GIVING and thing.head.i < token.i < thing.i


def _antecedent(clause: Token) -> Token | None:
    """Whom a clause with "who" is about, where it was hung on a meeting: "a call from Rossi, who is visiting Rome"."""
    who = next((c for c in clause.children if c.lower_ == "who"), None)
    if who is None or clause.head.lemma_.lower() not in triggers("noun"):
        return None
    names = [c for c in clause.head.children if c.dep_ in {"nmod", "obl"} and c.i < who.i]
    return names[-1] if names else None


def _owner(case: Token) -> Token | None:
    """The noun before a preposition whose nominal was hung elsewhere: "for a summit (in Rome) with Rossi"."""
    if case.is_sent_start or case.head.dep_ not in {"obl", "nmod"}:
        return None
    before = case.doc[case.i - 1]
    if _estranged(case, before):
        return before
    above = before.head if before.dep_ == "nmod" else before
    return above if case.lower_ == "with" and above.i < case.i and _aim(case.head, above) else None


def _estranged(case: Token, noun: Token) -> bool:
    """Whether a nominal belongs to the noun right before its preposition."""
    nominal = case.head
    if noun.pos_ != "NOUN" or noun in {nominal.head, nominal} or nominal in noun.ancestors:
        return False
    if case.lower_ == "for":
        return noun.head == nominal.head and noun.dep_ == "obj" and noun.lemma_.lower() in table("noun")
    return noun.head != nominal.head and noun.lemma_.lower() in triggers("noun")


def _aim(nominal: Token, noun: Token) -> bool:
    """Whether both hang on a verb, the noun behind "for": what somebody prepares or comes for."""
    beside = noun.head == nominal.head and noun != nominal.head and noun.dep_ == "obl"
    return (
        beside and noun.lemma_.lower() in triggers("noun") and any(c.lower_ == "for" for c in noun.children)
    )
