"""Invented residents: names from many places, addresses that cannot exist.

No Dutch postcode ends in SA, SD or SS, no mobile number begins with 060, and no subscriber number with 0.
"""

import datetime as dt
import random
from dataclasses import dataclass
from enum import StrEnum

from cases.enums import HouseholdRole
from wijkteam.demo.ledger import pick


class Background(StrEnum):
    DUTCH = "dutch"
    MOROCCAN = "moroccan"
    TURKISH = "turkish"
    SURINAMESE = "surinamese"
    POLISH = "polish"
    GHANAIAN = "ghanaian"
    ANTILLEAN = "antillean"
    SYRIAN = "syrian"
    ERITREAN = "eritrean"


@dataclass(frozen=True)
class Names:
    women: str
    men: str
    families: str
    language: str = ""


# Families are separated by commas (some hold spaces), given names by spaces.
NAMES: dict[Background, Names] = {
    Background.DUTCH: Names(
        "Annelies Bep Corrie Daniëlle Ellen Femke Greetje Hanneke Ingrid Joke Kirsten Lotte Mieke Noor Petra Renée "
        "Saskia Truus Wilma Yvonne Zoë Sofie Roos Tineke Loes Anouk",
        "Aad Bas Cees Dirk Erik Frans Gerard Henk Ivo Jan Klaas Leo Maarten Niels Otto Piet Rob Sjaak Teun Wim "
        "Ruben Daan Koen André Joël Luuk",
        "de Boer,van Dijk,Bakker,Visser,Smit,Meijer,de Groot,Mulder,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,"
        "Brouwer,de Wit,Dijkstra,Smits,van der Meer,Kok,Jacobs,van 't Hof,Schouten,van Beek,Postma,Coppée,Veldhuis,"
        "Hoogland,van Egmond,ter Braak,Zijlstra,Blom,Kuipers,Prins",
    ),
    Background.MOROCCAN: Names(
        "Aïcha Fatiha Hanan Ikram Jamila Karima Latifa Malika Nadia Naïma Rachida Salma Samira Siham Yasmina Zineb",
        "Abdelkader Ahmed Bilal Driss Hamza Hassan Ilias Jamal Khalid Mohamed Mounir Nabil Rachid Saïd Youssef Zakaria",
        "el Amrani,Benali,Bouzidi,el Haddaoui,Chaouch,Aït Moussa,el Khattabi,Ouali,Tahiri,Zerouali,Azzouzi,el Mansouri,"
        "Belkacem,Oulad Hadj",
        "Marokkaans-Arabisch",
    ),
    Background.TURKISH: Names(
        "Ayşe Elif Emine Esra Fatma Gülşen Hatice Melek Nurcan Özlem Selma Şengül Tülay Zeynep",
        "Ahmet Ali Burak Emre Hakan Hüseyin İbrahim Kemal Mehmet Murat Mustafa Orhan Ömer Yusuf",
        "Yılmaz,Kaya,Demir,Çelik,Şahin,Öztürk,Aydın,Arslan,Doğan,Kılıç,Aslan,Koç,Güneş,Yıldız",
        "Turks",
    ),
    Background.SURINAMESE: Names(
        "Astrid Cherida Chantal Ginette Indra Jaswantie Lucia Mavis Naomi Radha Sheila Sharda Urmila Yvette",
        "Anand Clyde Dennis Errol Glenn Harold Kenneth Mahesh Orlando Rakesh Romeo Sandro Sigmund Winston",
        "Pinas,Ramdin,Soekhai,Biharie,Wijngaarde,Aroma,Nahar,Kartosen,Brunings,Esajas,Ramcharan,Tjon A Kon,"
        "Martowidjojo,Balraadjsing,Landveld",
    ),
    Background.POLISH: Names(
        "Agnieszka Beata Dorota Ewa Grażyna Iwona Joanna Katarzyna Magdalena Małgorzata Monika Żaneta",
        "Andrzej Grzegorz Jacek Krzysztof Łukasz Marcin Michał Paweł Piotr Sławomir Tomasz Wojciech",
        "Kowalski,Nowak,Wiśniewski,Wójcik,Zieliński,Kamiński,Lewandowski,Dąbrowski,Król,Pawłowski",
        "Pools",
    ),
    Background.GHANAIAN: Names(
        "Abena Adwoa Akosua Ama Comfort Efua Esi Gifty Grace Patience",
        "Akwasi Emmanuel Ebenezer Kofi Kojo Kwabena Kwaku Kwame Nana Samuel Yaw",
        "Mensah,Owusu,Boateng,Asante,Osei,Agyeman,Appiah,Amoah,Danquah,Ofori",
        "Twi",
    ),
    Background.ANTILLEAN: Names(
        "Dayanara Ethline Gianina Jeamira Maritza Rugeline Shurendy Zuleika",
        "Dwight Eugène Gilmar Jurensley Quincy Rignald Shardon Tyrone",
        "Martina,Winklaar,Isenia,Juliana,Rosaria,Maduro,Cijntje,Croes,Sille",
        "Papiamento",
    ),
    Background.SYRIAN: Names(
        "Amira Dima Hala Lina Maya Nour Rania Rima Sahar Yara",
        "Adnan Basel Fadi Firas Ghassan Khaled Omar Samer Tarek Ziad",
        "al-Hassan,Haddad,Khoury,Darwish,al-Masri,Nasser,Sabbagh,Kassab,Hamoud",
        "Arabisch",
    ),
    Background.ERITREAN: Names(
        "Almaz Feven Helen Luwam Meron Rahel Saba Selam Winta",
        "Abel Berhane Daniel Filmon Kidane Medhanie Robel Tesfay Yonas",
        "Tesfamariam,Gebremeskel,Haile,Kidane,Mebrahtu,Woldu,Berhe,Asgedom",
        "Tigrinya",
    ),
}

STREETS = (
    "Wilgenroosstraat",
    "Korenbloempad",
    "Lisdoddehof",
    "Vlasakkerweg",
    "Zilverschoonlaan",
    "Oeverkruidstraat",
    "Speenkruidhof",
    "Veldesdoornweg",
    "Wollegrasstraat",
    "Moerasvarenpad",
    "Sleedoornlaan",
    "Kattenstaarthof",
    "Dotterbloemkade",
    "Ganzerikstraat",
    "Hazelaarplantsoen",
    "Kamperfoeliedreef",
    "Meidoornsingel",
    "Pinksterbloemweg",
    "Ratelpopulierstraat",
    "Tijmhof",
)


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A member of a household before it is a row."""

    given_name: str
    family_name: str
    role: HouseholdRole
    birth_date: dt.date
    phone: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Family:
    name: str
    relatives: tuple[Relative, ...]
    street: str
    postcode: str

    @property
    def first(self) -> Relative:
        return self.relatives[0]


class FamilyMaker:
    """Invents households. `mixture` says how often each background comes, for the team's own neighbourhood."""

    def __init__(self, chance: random.Random, *, today: dt.date) -> None:
        self._chance = chance
        self._today = today
        self._numbers = iter(range(12, 100000))
        self._addresses: set[str] = set()
        self._taken: set[str] = set()  # given names of the family being made

    def family(self, *, mixture: dict[Background, float], digits: str, shape: str) -> Family:
        """`shape` is one of single, old-single, couple, old-couple, one-parent, two-parents, grown-child."""
        chance = self._chance
        self._taken.clear()
        background: Background = pick(chance, mixture)
        names = NAMES[background]
        surname = chance.choice(names.families.split(","))
        young, old = {"old-single": (67, 90), "old-couple": (66, 88), "grown-child": (48, 66)}.get(shape, (24, 58))
        age = chance.randrange(young, old)
        second_age = max(20, age + chance.randrange(-6, 7))
        first_is_woman = chance.random() < 0.6
        relatives = [self._relative(names, surname, HouseholdRole.ADULT, age=age, woman=first_is_woman, contact=True)]
        if shape in {"couple", "old-couple", "two-parents"}:
            other = surname
            if chance.random() < 0.35:
                other = chance.choice(NAMES[pick(chance, mixture)].families.split(","))
            relatives.append(
                self._relative(names, other, HouseholdRole.ADULT, age=second_age, woman=not first_is_woman)
            )
        if shape in {"one-parent", "two-parents"}:
            relatives = [_as(relative, HouseholdRole.PARENT) for relative in relatives]
            youngest = min(age, second_age) if shape == "two-parents" else age
            ages = range(max(0, youngest - 42), min(18, max(2, youngest - 18)))
            for _ in range(pick(chance, {1: 30, 2: 40, 3: 20, 4: 10})):
                relatives.append(self._relative(names, surname, HouseholdRole.CHILD, age=chance.choice(ages)))
        if shape == "grown-child":
            relatives.append(self._relative(names, surname, HouseholdRole.OTHER, age=max(18, age - 26)))
        lead = relatives[0]
        return Family(
            name=f"{lead.family_name[:1].upper()}{lead.family_name[1:]}",
            relatives=tuple(relatives),
            street=self._street(),
            postcode=f"{digits} {chance.choice(('SA', 'SD', 'SS'))}",
        )

    def phone(self) -> str:
        return f"06-000{next(self._numbers):05d}"

    def _relative(
        self,
        names: Names,
        surname: str,
        role: HouseholdRole,
        *,
        age: int,
        woman: bool | None = None,
        contact: bool = False,
    ) -> Relative:
        chance = self._chance
        if woman is None:
            woman = chance.random() < 0.5
        choices = [name for name in (names.women if woman else names.men).split() if name not in self._taken]
        given = chance.choice(choices)
        self._taken.add(given)
        phone = self.phone() if contact or (age > 16 and chance.random() < 0.4) else ""
        email = f"bewoner{chance.randrange(1000, 9999)}@example.org" if contact and chance.random() < 0.45 else ""
        return Relative(
            given_name=given,
            family_name=_feminine(surname) if woman and names is NAMES[Background.POLISH] else surname,
            role=role,
            birth_date=self._today - dt.timedelta(days=age * 365 + chance.randrange(365)),
            phone=phone,
            email=email,
            language=names.language if chance.random() < 0.3 else "",
        )

    def _street(self) -> str:
        while (street := f"{self._chance.choice(STREETS)} {self._chance.randrange(1, 240)}") in self._addresses:
            pass
        self._addresses.add(street)
        return street


def _as(relative: Relative, role: HouseholdRole) -> Relative:
    return Relative(**{**relative.__dict__, "role": role})


def _feminine(surname: str) -> str:
    """Polish surnames in -ski and -cki end in -a for a woman."""
    return f"{surname[:-1]}a" if surname.endswith(("ski", "cki")) else surname
