"""Where a journey goes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.atlas import TOWN
from pipeline.extract.capitals import capital
from pipeline.extract.encounters.context import Context
from pipeline.extract.frames import ActorMention, Where
from pipeline.extract.rows import words

_PHRASE = 4  # tokens of a noun phrase on either side of its noun
_CLAUSE = 16  # tokens that an order-based search may cover


class Goals:
    """Finds the destinations of visits."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def destinations(self, nodes: Iterable[int]) -> list[Where]:
        """Return the places that the nodes name, one a country."""
        found = []
        for node in nodes:
            for n in self.ctx.graph.conjuncts(node):
                place = self.ctx.place_at(n) or self.ctx.place_at(self.ctx.graph.node(n))
                if place is None:
                    place = self._inside(n)
                if place:
                    found.append(self.ctx.place_of(place))
        return _by_country(found)

    def places(self, nodes: Sequence[int]) -> list[int]:
        """Those that name a place, and not something there: "left Italy", not "left the Italian party"."""
        return [n for n in nodes if self.ctx.place_at(n) or self.ctx.doc[n].lower_ == "capital"]

    def the_region(self, nodes: Iterable[int]) -> list[Where]:
        """As in "will travel to the region next week": somewhere abroad."""
        found = (n for n in nodes if self.ctx.lemma(n) == "region" and self._inside(n) is None)
        return [Where(span=(n, n + 1)) for n in found][:1]

    def part_of_the_world(self, goal: Where) -> bool:
        """Whether a goal is somewhere in many countries: "the Middle East", "the region"."""
        place = self.ctx.places.get(goal.span[0]) if goal.span else None
        return goal.span is not None and (place is None or place.form == "region")

    def sights(self, i: int, objects: Sequence[int]) -> list[Where]:
        """As in "visited the camps at Mardan", "toured a plant in Turin": where what is seen lies."""
        if not objects or any(self.ctx.refs.at(o) is not None for o in objects):
            return []
        return self.destinations(self.places(list(self.ctx.args.obliques(i, "in", "at", "near"))))

    def _inside(self, n: int) -> ActorMention | None:
        """A place inside a phrase that is not a party: "the Iranian capital", "Manila's airport"."""
        number = self.ctx.refs.at(n)
        if number is not None:
            return None
        near = [i for i in self.ctx.graph.subtree(n) if abs(i - n) <= _PHRASE and i in self.ctx.places]
        if self.ctx.doc[n].lower_ in TOWN:  # "Russia's Black Sea resort of Sochi", "the capital, Vienna"
            towns = [self.ctx.places[i] for i in near if i > n and self.ctx.places[i].city]
            if towns:
                return towns[0]
        place = self.ctx.places[near[0]] if near else None
        return self._capital(place) if place and self.ctx.doc[n].lower_ == "capital" else place

    def _capital(self, place: ActorMention) -> ActorMention:
        """Read "the Kazakh capital" as a city."""
        country = place.actor.country if place.actor else None
        return (
            replace(
                place, city=capital(country, self.ctx.doc._.published) or place.city, place_country=country
            )
            if country
            else place
        )

    def the_country(self, nodes: Sequence[int], home: frozenset[str | None]) -> list[Where]:
        """As in "He also visited the country in 2002": the state named last that is not the visitor's own."""
        for node in nodes:
            token = self.ctx.doc[node]
            definite = any(
                self.ctx.doc[c].lower_ in {"the", "that"} for c in self.ctx.graph.children(node, "det")
            )
            bare = not any(True for _ in self.ctx.graph.children(node, "amod", "compound"))
            if token.lower_ in words("frames", "land") and definite and bare and self._inside(node) is None:
                before = [a for a in self.ctx.doc._.actors if a.end <= node]
                states = [w for a in before if (w := self.ctx.place_of(a)).country and w.country not in home]
                return [Where(None, None, states[-1].country)] if states else []
        return []

    def home(self) -> list[Where]:
        """Return where the report comes from."""
        dateline: Where | None = self.ctx.doc._.dateline
        return [dateline] if dateline else []

    def here(self, i: int) -> list[Where]:
        """Return the place that "here" or "there" near token `i` means."""
        near = any(t.lower_ == "here" for t in self.ctx.doc[i + 1 : i + 3]) or any(
            self.ctx.doc[c].lower_ == "here" for c in self.ctx.graph.children(i, "advmod")
        )
        if near and (home := self.home()):
            return home
        there = any(t.lower_ == "there" for t in self.ctx.doc[i + 1 : i + 3])
        earlier = (
            [a for a in self.ctx.doc._.actors if a.start < self.ctx.doc[i].sent.start and a.city]
            if there
            else []
        )
        return [self.ctx.place_of(earlier[-1])] if earlier else []

    def goal_onwards(self, i: int) -> list[Where]:
        """By order: "a rare visit by a Kenyan head of state, President William Ruto, to Oslo"."""
        for j in range(i + 1, min(i + _CLAUSE, self.ctx.doc[i].sent.end - 1)):
            if self.ctx.doc[j].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
                break
            if self.ctx.doc[j].lower_ == "to":
                place = self.ctx.places.get(j + 1) or (
                    self.ctx.places.get(j + 2) if self.ctx.doc[j + 1].lower_ == "the" else None
                )
                if place:
                    return [self.ctx.place_of(place)]
        return []

    def compound_goal(self, i: int) -> list[Where]:
        """As in "a Washington visit"."""
        place = self.ctx.places.get(i - 1)
        if place and place.form in {"city", "metonym", "country"}:
            return [self.ctx.place_of(place)]
        return []


def _by_country(places: list[Where]) -> list[Where]:
    """One place a country: the city when there is one."""
    best: dict[str | None, Where] = {}
    for place in places:
        if place.country not in best or (place.city and not best[place.country].city):
            best[place.country] = place
    return list(best.values())
