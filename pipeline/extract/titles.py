"""Where offices and honorifics stand in a Doc, and where the name that follows one begins."""

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from pipeline.extract.folding import fold
from pipeline.extract.leaders import leaders
from pipeline.extract.offices import OfficeMatch, offices
from pipeline.extract.rows import words

_PERSON = frozenset({"PERSON", "PER"})
_SMALL = frozenset({"of", "for", "and", "the", "&", "to", "'s", "-", ","})
_DOMAIN = 9  # words of the longest domain between an office and a name


class Titles:
    """The offices of one Doc, those that are words of something else left out."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        found = offices().find([t.lower_ for t in doc])
        ends = {m.end for m in found}
        self.matches = [m for m in found if _plausible(doc, m) and not self._name_word(m, ends)]
        styles = [m for m in self.matches if m.office.sort == "style"]
        self.styles = {i: m.end for m in styles for i in range(m.start, m.end)}
        self.tokens = {i for m in self.matches for i in range(m.start, self.portfolio_end(m.end))}

    def _name_word(self, match: OfficeMatch, ends: Collection[int]) -> bool:
        """As in "Foreign Minister Amir Khan Muttaqi", "Hassan Sheikh Mohamud": a title that is a word of a name."""
        doc, i = self.doc, match.start
        if match.end - i > 1 or doc[i].ent_type_ not in _PERSON or not doc[i].text[:1].isupper():
            return False
        after_title = i in ends and match.office.sort == "office" and not match.office.plural
        if doc[i].ent_iob_ == "I" and i not in ends:
            goes_on = match.end < len(doc) and doc[match.end].ent_iob_ == "I"
            return goes_on and fold(doc[i].text) in {"sheikh", "sultan", "amir", "prince"}
        given = fold(doc[i].text) in {"amir", "emir", "sultan", "prince", "king"}
        return after_title and given and self._named(match)

    def _named(self, match: OfficeMatch) -> bool:
        """Whether a name of two words follows, so that this one may be its first."""
        return match.end + 1 < len(self.doc) and all(
            self.doc[k].text[:1].isupper() and self.doc[k].ent_type_ in _PERSON
            for k in (match.end, match.end + 1)
        )

    def past_styles(self, i: int) -> int:
        """The token after honorifics and stray punctuation: "H.E. Mr. ..."."""
        while i < len(self.doc):
            if i in self.styles:
                i = self.styles[i]
            elif self.doc[i].text == "." and i + 1 < len(self.doc) and i - 1 in self.styles:
                i += 1
            else:
                break
        return i

    def portfolio_end(self, i: int) -> int:
        """Where an office that ends before token `i` goes on: "for Foreign Affairs | and External Trade"."""
        if (
            not 0 < i < len(self.doc)
            or self.doc[i - 1].lower_ != "affairs"
            or self.doc[i].lower_ not in {"and", "&"}
        ):
            return i
        end = i + 1
        while (
            end < len(self.doc)
            and self.doc[end].lower_ in words("groups", "portfolio")
            and self.doc[end].text[0].isupper()
        ):
            end += 1
        return end if end > i + 1 else i

    def single(self) -> list[OfficeMatch]:
        """The offices and ranks that one person holds."""
        return [m for m in self.matches if not m.office.plural and m.office.sort != "group"]

    def name_starts(self) -> list[int]:
        """The tokens at which a name may begin: after each title, and after its domain."""
        found = [self.past_styles(self.portfolio_end(m.end)) for m in self.single()]
        return found + [i for m in self.single() for i in self._past_domain(m.end)]

    def _past_country(self, i: int) -> int | None:
        """As in "ambassador to China | Anami Koreshige": two capitalised words or more after a country."""
        start = i + 1 + (i + 1 < len(self.doc) and self.doc[i + 1].lower_ == "the")
        country = next((a for a in self.doc._.actors if a.start == start and a.form == "country"), None)
        if country is None or country.end + 1 >= len(self.doc):
            return None
        pair = self.doc[country.end : country.end + 2]
        named = all(t.text[:1].isupper() and t.is_alpha and not t.is_sent_start for t in pair)
        return country.end if named and not self.tokens & {t.i for t in pair} else None

    def _past_domain(self, i: int) -> Iterator[int]:
        """As in "Under Secretary for Political Affairs | Victoria Nuland": a given name ends the domain."""
        if i >= len(self.doc) or self.doc[i].lower_ not in {"of", "for", "to"}:
            return
        past = self._past_country(i)
        if past is not None:
            yield past
            return
        for k in range(i + 2, min(i + _DOMAIN, len(self.doc) - 1)):
            token, after = self.doc[k], self.doc[k + 1]
            if token.is_sent_start or not (token.text[:1].isupper() or token.lower_ in _SMALL):
                return
            capital = after.text[:1].isupper() and token.text[:1].isupper() and k not in self.tokens
            ended = self.doc[k - 1].lower_ in {"affairs", "policy"} or leaders().given(fold(token.text))
            if capital and ended and self.doc[k - 1].lower_ != "of":
                yield k
                return


def _plausible(doc: Doc, match: OfficeMatch) -> bool:
    """Whether the words are an office here, and not "in general", "a major deal", "to head"."""
    last = doc[match.end - 1]
    if match.office.sort == "style":
        return match.end < len(doc) and not (doc[match.end].text == "-" and not last.whitespace_)
    if match.office.sort == "rank":
        return _ranked(doc, match)
    if match.end - match.start > 1:
        return True
    after = doc[match.end] if match.end < len(doc) else None
    if after is not None and after.text == "-" and not last.whitespace_:
        return False
    noun = last.pos_ in {"NOUN", "PROPN"} or last.tag_ in {"NN", "NNS"}  # two guesses
    return noun or (last.text[0].isupper() and not last.is_sent_start)


def _ranked(doc: Doc, match: OfficeMatch) -> bool:
    """A rank stands before a name, itself in capitals or introduced."""
    introduced = match.start > 0 and doc[match.start - 1].lower_ in {"the", ","}
    titled = doc[match.start].text[:1].isupper() or introduced
    return match.end < len(doc) and doc[match.end].text[:1].isupper() and titled
