"""The second question to an article: whether the grammar of its candidate sentences fits an encounter at all.

The gate looks at words. What it lets through is parsed, candidate sentences alone and of many articles together, and
asked with the rules that read encounters; only where these find a verb or noun with parties beside it is the article
read.
"""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.components import COMPONENTS
from pipeline.extract.encounters import Finder
from pipeline.extract.gate.anybody import Anybody, Disguise
from pipeline.extract.gate.context import Choice
from pipeline.extract.gate.parties import party_words
from pipeline.extract.passages import Layout, compose
from schemas.article import Article

_TOGETHER = 32  # Docs parsed at once
_WORTH = 4  # times the candidates that an article must hold for them to be asked: often that is in vain
_MOST = 1200  # characters of candidates that are asked; who has more to tell is read


class Scout:
    """Parses candidate sentences, without looking for names.

    Args:
        nlp: the language model, our components behind it.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        unasked = {*COMPONENTS, "ner"} - {"readout_trees"}
        self._unasked = [name for name in nlp.pipe_names if name in unasked]
        self._disguise = Disguise(party_words())

    def confirmed(self, articles: Sequence[Article], choices: Sequence[Choice | None]) -> list[Choice | None]:
        """The choices, without those whose candidates turn out to tell of nothing."""
        asked = [n for n, choice in enumerate(choices) if choice and _worth_asking(choice)]
        docs = (self._doc(articles[n], choice) for n in asked if (choice := choices[n]))
        left = {n for n, tells in zip(asked, self._tells(docs), strict=True) if not tells}
        return [None if n in left else choice for n, choice in enumerate(choices)]

    def _doc(self, article: Article, choice: Choice) -> Doc:
        return compose(self._nlp, article, Layout(choice.candidates, choice.page.dateline))

    def _tells(self, docs: Iterator[Doc]) -> Iterator[bool]:
        for doc in self._nlp.pipe(docs, disable=self._unasked, batch_size=_TOGETHER):
            yield bool(Finder(self._disguise.put_on(doc), Anybody).run())


def _worth_asking(choice: Choice) -> bool:
    """Whether much more would be read than is asked."""
    asked = sum(len(each.text) for each in choice.candidates)
    return 0 < asked <= min(_MOST, choice.page.characters / _WORTH)
