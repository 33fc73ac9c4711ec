"""Invented names of parties, unions, schools, firms, papers; and of streets and sights, which are places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Words = Callable[[], str]

_NATURE = (
    "National", "Democratic", "People's", "Liberal", "Social", "Socialist", "Republican", "Conservative",
    "Progressive", "United", "Popular", "Christian", "Islamic", "Communist", "Radical", "Green", "Labour",
    "Centre", "Agrarian", "Free", "New", "Reform", "Reformist", "Independent", "Federal", "Workers'",
    "Patriotic", "Civic", "Unionist", "Nationalist", "Farmers'", "Constitutional", "Revolutionary", "Moderate",
    "Alternative", "Pan-African", "Republican Left", "Social Democratic", "Christian Democratic",
)  # fmt: skip
_BODY = (
    "Party", "Party", "Party", "Party", "Alliance", "Union", "Front", "Movement", "Bloc", "Coalition",
    "League", "Congress", "Rally", "List", "Federation", "Left", "Forum", "Platform", "Action",
)  # fmt: skip
_CAUSE = (
    "Democracy", "Progress", "Justice", "Freedom", "Renewal", "Unity", "Development", "Change", "the Republic",
    "the Nation", "Reform", "Solidarity", "Independence", "Labour", "the Homeland", "Progress and Socialism",
    "Justice and Development", "Freedom and Accord", "Democratic Change", "National Salvation", "the Future",
)  # fmt: skip
# Head words and epithets of party names in other languages; each language pairs its own.
_FOREIGN: dict[str, tuple[str, str]] = {
    "es": ("Partido Unión Alianza Frente Movimiento Convergencia Izquierda Bloque Acción",
           "Popular Nacional Liberal Socialista Democrática Republicana Radical Cívica Unida Ciudadana"),
    "pt": ("Partido Movimento Bloco Frente União Aliança Coligação",
           "Popular Nacional Liberal Socialista Democrático Trabalhista Progressista Republicano"),
    "fr": ("Parti Union Rassemblement Mouvement Front Alliance Bloc Coalition Action",
           "Populaire National Libéral Socialiste Démocrate Républicain Québécois Radical Civique"),
    "it": ("Partito Unione Lega Alleanza Movimento Democrazia Forza Patto Sinistra",
           "Popolare Nazionale Liberale Socialista Democratica Repubblicano Civica Autonomista Italia"),
    "de": ("Partei Union Freie Neue Nationale Deutsche Grüne Soziale",
           "Volkspartei Landbund Wählergemeinschaft Arbeiterpartei Alternative Bauernbund Mitte Liste"),
    "nl": ("Partij Nieuwe Christelijke Vrije Vlaamse Socialistische Democratische",
           "Volkspartij Unie Alliantie Arbeiderspartij Bond Beweging Lijst"),
    "nordic": ("Nye Radikale Sosialistisk Kristelig Konservative Liberale Nya Svenska",
               "Venstre Folkeparti Venstreparti Alliance Arbejderparti Samling Partiet Demokrater Center"),
    "slavic": ("Stranka Partija Nova Demokratska Narodna Hrvatska Srpska Liberalna Občanská Česká Jedinstvena",
               "Stranka Unija Alternativa Akcija Strana Lista Koalicija Zajednica Rusija Ukraina Sloga"),
    "polish": ("Ruch Unia Partia Prawo Blok Stronnictwo Liga",
               "Ludowa Wolności Demokratyczna Narodowa Polska Pracy Obywatelska"),
    "east": ("Adalet Halk Milliyetçi Yeni Jamaat Awami Jatiya Parti Barisan Partai Hizb Ittihad Pheu Nahdat",
             "Partisi Hareketi Sosialis Rakyat Nasional Demokrat Watan Islami League Samaj Dal Chart Misr Sejati"),
}  # fmt: skip
_SINGLE = (
    "Venstre Labour Labor Conservatives Liberals Tories Greens Democrats Republicans Centrists Fatherland "
    "Motherland Renewal Accord Dawn Concord Podemos Ciudadanos Ataka Syriza Samling Otpor Jobbik Fidesz Ennahda "
    "Solidarność Vetëvendosje Meretz Kadima Gesher Sumar Ahora Avanza Adelante Impuls Hlas Smer Nowoczesna Zmiana "
    "Batasuna Attika Vidrodzhennia Svoboda Batkivshchyna Zares Možemo Volt Momentum Vox Chega Livre Ahd Wafd"
)
_UNION = (
    "Trade Union Congress", "Federation of Labour", "Chamber of Commerce", "Farmers Union", "Bar Association",
    "Red Cross Society", "Human Rights Council", "Teachers Association", "Press Council", "Academy of Sciences",
    "Football Association", "Olympic Committee", "Student Union", "Electoral Commission", "Medical Association",
)  # fmt: skip
_ASSEMBLY = (
    "National Assembly", "House of Representatives", "Senate", "Legislative Council", "Federal Council",
    "House of Assembly", "Chamber of Deputies", "House of Commons", "Constituent Assembly", "City Council",
    "Supreme Court", "Central Committee", "European Parliament", "Landtag", "Storting", "Majlis", "Rada",
)  # fmt: skip
_TRADE = (
    "Energy", "Motors", "Airlines", "Bank", "Industries", "Systems", "Group", "Holdings", "Partners", "Oil",
    "Software", "Insurance", "Foods", "Steel", "Telecom", "Media", "Services", "Technologies", "Capital",
)  # fmt: skip
_ENDING = ("", "", "", " Inc.", " Corp.", " Ltd.", " & Co.", ", Inc.", " LLC", " AG", " Plc")
_PAPER = ("Times", "Post", "Herald", "Tribune", "News", "Observer", "Daily", "Gazette", "Star", "Mail")
_LETTERS = "ABCDEFGHIKLMNOPRSTUVW"


class Inventor:
    """Draws names of each kind from a generator of its own; surnames, towns and countries are given."""

    def __init__(
        self, rng: random.Random, surnames: Sequence[str], towns: Sequence[str], countries: Sequence[str]
    ) -> None:
        self.rng = rng
        self.surnames, self.towns, self.countries = surnames, towns, countries

    def _of(self, words: Sequence[str]) -> str:
        return self.rng.choice(words)

    def party(self) -> str:
        """Return the name of a party: English, of another language, of one word, or for a cause."""
        nature, body = self._of(_NATURE), self._of(_BODY)
        makers: tuple[Words, ...] = (
            lambda: f"{nature} {body}",
            lambda: f"{self._of(_NATURE)} {nature} {body}",
            lambda: f"{nature} {body} of {self._of(self.countries)}",
            lambda: f"{body} for {self._of(_CAUSE)}",
            lambda: f"{body} of {self._of(_CAUSE)}",
            lambda: f"{self._of(self.countries)} {nature} {body}",
            self.foreign, self.foreign, lambda: self._of(_SINGLE.split()),
        )  # fmt: skip
        return self.rng.choice(makers)()

    def foreign(self) -> str:
        """Return two or three words of one language."""
        heads, epithets = (words.split() for words in self._of(tuple(_FOREIGN.values())))
        extra = f" {self._of(epithets)}" if self.rng.random() < 0.3 else ""  # noqa: PLR2004 -- now and then
        return f"{self._of(heads)} {self._of(epithets)}{extra}"

    def acronym(self) -> str:
        """Return two to five capitals."""
        return "".join(self._of(_LETTERS) for _ in range(self.rng.choice((2, 3, 3, 3, 4, 4, 5))))

    def union(self) -> str:
        """Return the name of a body of a country or of the world."""
        where = self._of((self._of(self.countries), self._of(_NATURE), "International"))
        return f"{where} {self._of(_UNION)}"

    def company(self) -> str:
        """Return the name of a firm, with or without its legal form."""
        name = self._of((self._of(self.surnames), self._of(self.towns), self.acronym()))
        return f"{name} {self._of(_TRADE)}{self._of(_ENDING)}"

    def school(self) -> str:
        """Return the name of a university or institute."""
        town = self._of(self.towns)
        return self._of(
            (
                f"University of {town}",
                f"{town} University",
                f"{self._of(self.surnames)} Institute",
                f"{town} College",
            )
        )

    def paper(self) -> str:
        """Return the name of a newspaper."""
        return f"{self._of(self.towns)} {self._of(_PAPER)}"

    def assembly(self) -> str:
        """Return a parliament or a court."""
        return self._of((self._of(_ASSEMBLY), f"{self._of(self.countries)} {self._of(_ASSEMBLY)}"))
