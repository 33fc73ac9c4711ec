"""How near a date or a place hangs to an encounter in the sentence."""

from typing import Final

from spacy.tokens import Doc, Token

from pipeline.extract.dates.lexicon import ROWS

SAYING: Final = frozenset(ROWS["saying"]["lemmas"])
FAR: Final = 40.0  # a cost that no other outweighs: the words belong to another clause
_PERSONAL: Final = frozenset({"who", "whose", "whom"})
_REASONS: Final = frozenset({"since", "because", "although", "though", "unless", "if", "until", "till"})
_EVENTS: Final = frozenset(ROWS["event"]["lemmas"])
_ABOUT: Final = frozenset(ROWS["about"]["lemmas"])
_DASHES: Final = frozenset("-\u2013/")
_CLAUSE: Final = frozenset({"advcl", "acl", "acl:relcl", "ccomp", "conj", "parataxis"})
_UP, _DOWN = 2.0, 3.0  # what a clause costs beside its arc: a modifier hangs below its verb, seldom above
_UNRELATED: Final = 10.0  # the price of another tree
_WORD: Final = 0.05  # words break ties


def _cost(token: Token, clause: float) -> float:
    return 1.0 + clause * (token.dep_ in _CLAUSE)


def distance(doc: Doc, trigger: int, modifier: int) -> float:
    """Count arcs between two tokens, those that cross a clause dearer; words break ties."""
    up = {trigger: 0.0}
    cost, token = 0.0, doc[trigger]
    while token.head.i != token.i:
        cost += _cost(token, _UP)
        token = token.head
        up[token.i] = cost
    cost, token = 0.0, doc[modifier]
    while token.i not in up and token.head.i != token.i:
        cost += _cost(token, _DOWN)
        token = token.head
    near = cost + up.get(token.i, _UNRELATED) + _WORD * abs(trigger - modifier)
    apart = _quoted_apart(doc, trigger, modifier) or elsewhere(doc, trigger, modifier)
    return near + (FAR if apart else 0.0)


def elsewhere(doc: Doc, trigger: int, modifier: int) -> bool:
    """Whether words tell of something else: of the saying, of a party's past, of what is talked about."""
    return (
        reported(doc, trigger, modifier)
        or _told_of_a_name(doc, trigger, modifier)
        or _of_a_reason(doc, trigger, modifier)
        or _of_another_event(doc, trigger, modifier)
        or _of_its_noun(doc, trigger, modifier)
    )


def _quoted_apart(doc: Doc, trigger: int, modifier: int) -> bool:
    """As in "We shall have peace in 2016," he said after meeting her: one stands in a quotation, the other does not."""
    between = doc[min(trigger, modifier) : max(trigger, modifier)]
    said = any(t.lemma_.lower() in SAYING for t in between)
    return said and sum(t.text == '"' for t in between) % 2 == 1


def _told_of_a_name(doc: Doc, trigger: int, modifier: int) -> bool:
    """As in "Duda, who was elected in May": a relative clause that does not hold the trigger."""
    token = doc[modifier]
    while token.i not in {token.head.i, trigger}:
        if token.dep_ == "acl:relcl" and token.head.pos_ == "PROPN":
            personal = any(t.lower_ in _PERSONAL for t in token.lefts)
            return personal and trigger not in {t.i for t in token.subtree}
        token = token.head
    return False


def _of_a_reason(doc: Doc, trigger: int, modifier: int) -> bool:
    """As in "the first talks since the virus sent everyone home in March"."""
    token = doc[modifier]
    while token.i not in {token.head.i, trigger}:
        if token.dep_ == "advcl" and any(t.dep_ == "mark" and t.lower_ in _REASONS for t in token.lefts):
            return trigger not in {t.i for t in token.subtree}
        token = token.head
    return False


def _of_another_event(doc: Doc, trigger: int, modifier: int) -> bool:
    """As in "to discuss the summit in July": the words follow an event that is talked about."""
    verb, event = verb_above(doc, modifier), doc[max(modifier - 1, 0)]
    if verb is None or trigger in {verb, event.i}:
        return False
    return event.lemma_.lower() in _EVENTS and doc[verb].lemma_.lower() in _ABOUT


def _of_its_noun(doc: Doc, trigger: int, modifier: int) -> bool:
    """As in "paving the way for the April 29-May 2 visit of Nakasone": the words date the event behind them."""
    start = modifier
    while start > 0 and _of_a_date(doc[start - 1]):
        start -= 1
    while start < len(doc) - 1 and doc[start].pos_ in {"ADP", "DET"}:
        start += 1
    end = start
    while end < len(doc) - 1 and _of_a_date(doc[end]):
        end += 1
    if end in {start, trigger} or not start:
        return False
    return doc[start - 1].dep_ == "det" and doc[end].pos_ == "NOUN" and doc[end].lemma_.lower() in _EVENTS


def _of_a_date(token: Token) -> bool:
    return token.like_num or token.text in _DASHES or (token.pos_ == "PROPN" and not token.ent_type_)


def verb_above(doc: Doc, i: int) -> int | None:
    """Return the first verb that governs a token."""
    token = doc[i]
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token.i
    return None


def reported(doc: Doc, trigger: int, modifier: int) -> bool:
    """Whether words tell of the saying and not of what is said: "told reporters on Friday that he would"."""
    verb = verb_above(doc, modifier)
    if verb is None or verb == trigger or doc[verb].lemma_.lower() not in SAYING:
        return False
    return (verb < modifier < trigger or trigger < verb < modifier) and not _noun_of(doc, trigger, verb)


def _noun_of(doc: Doc, trigger: int, verb: int) -> bool:
    """Whether the trigger is a noun that the verb governs outright: "talks announced on Friday"."""
    return (
        doc[trigger].pos_ in {"NOUN", "PROPN"} and doc[trigger].head.i == verb and doc[trigger].dep_ == "obl"
    )
