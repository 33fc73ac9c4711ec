"""Who says "I": the speaker of a transcript's passage, or of a quotation in the same sentence."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.extract.frames import Form, Mention

_FIRST = frozenset({"i", "me", "my", "we", "our", "us"})
_SINGULAR = frozenset({"i", "me", "my"})
_SAY = frozenset(
    ("say", "tell", "add", "announce", "declare", "write", "state", "note", "explain", "comment", "reply")
)
_LABEL = 8  # tokens of the longest speaker's label: "PRESIDENT PUTIN (through interpreter):"
_QUOTE = '"'
_NEAR = 2  # tokens between a verb of saying and its subject


def _label_end(doc: Doc, sent: Span) -> int | None:
    """The colon that ends a speaker's label at the start of a sentence."""
    for i in range(sent.start, min(sent.start + _LABEL, len(doc) - 1)):
        if doc[i].text.endswith(":"):
            return i
    return None


def _speaker(doc: Doc, sent: Span, mentions: Sequence[Mention]) -> tuple[bool, int | None]:
    """Whether a new speaker begins here, and who it is, if anybody known."""
    colon = _label_end(doc, sent)
    if colon is None:
        return sent.text.strip() in {"Q", "Q."} or sent.text.startswith("Q "), None
    here = [m for m in mentions if m.start == sent.start and m.end <= colon and m.person is not None]
    words = [t for t in doc[sent.start : colon] if t.is_alpha]
    labelled = bool(words) and (words[-1].text.isupper() or (len(words) > 1 and words[1].text.isupper()))
    shouted = bool(words) and all(t.text[0].isupper() for t in words)
    if here and (labelled or _alone(doc, here[0], colon)):
        return True, here[0].person
    return labelled or (shouted and not here), None


def _alone(doc: Doc, mention: Mention, colon: int) -> bool:
    """Whether the mention is all of the label, a remark in brackets aside."""
    return mention.end == colon or doc[mention.end].text == "("


def _quoted(sent: Span) -> set[int]:
    """The tokens of a sentence inside quotation marks."""
    inside, found = False, set()
    for token in sent:
        if token.text == _QUOTE:
            inside = not inside
        elif inside:
            found.add(token.i)
    return found


def _sayer(sent: Span, quoted: set[int], mentions: Sequence[Mention]) -> int | None:
    """The person beside a verb of saying outside the quotation."""
    verbs = [t.i for t in sent if t.lemma_.lower() in _SAY and t.i not in quoted]
    for mention in mentions:
        if mention.person is None or not sent.start <= mention.start < sent.end or mention.start in quoted:
            continue
        if any(0 <= v - mention.end < _NEAR or 0 <= mention.start - v - 1 < _NEAR for v in verbs):
            return mention.person
    return None


def _pronouns(doc: Doc, tokens: Sequence[int], person: int) -> Iterator[Mention]:
    for i in tokens:
        if (doc[i].lower_ in _FIRST and not doc[i].text.isupper()) or doc[i].text == "I":
            yield Mention(i, i + 1, i, Form.PRONOUN, person=person)


def first_persons(doc: Doc, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """A mention for every "I", "we" and "my" whose speaker is known."""
    speaker: int | None = None
    for sent in doc.sents:
        begins, who = _speaker(doc, sent, mentions)
        speaker = who if begins else speaker
        if speaker is not None:
            yield from _pronouns(doc, range(sent.start, sent.end), speaker)
            continue
        quoted = _quoted(sent)
        sayer = _sayer(sent, quoted, mentions) if quoted else None
        if sayer is not None:
            said = [i for i in sorted(quoted) if doc[i].lower_ in _SINGULAR]
            yield from _pronouns(doc, said, sayer)


def voiced(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with those of first persons among them, in order."""
    covered = {i for m in mentions for i in range(m.start, m.end)}
    new = [m for m in first_persons(doc, mentions) if m.start not in covered]
    return sorted([*mentions, *new], key=lambda m: m.start)
