"""Disclosure control: what of a table of household counts may be published, so that nobody can work out a household.

Pure functions over numbers, without Django and without a database. The method, its parameters and what the
attacker is assumed to know stand in docs/privacy.md; in short:

1. counts under the threshold are hidden (primary), zero included;
2. the rest is rounded;
3. an integer solver looks for two worlds per sensitive number, one with 0 and one with 5 or more households, both
   fitting everything ever published: where they exist the number is safe, and the two worlds are kept as witnesses;
4. where they do not, further numbers of this report are hidden (helpers), as few and as cheap as possible;
5. when that does not help, the whole report is withheld, which is always safe.
"""

from wijkteam.disclosure.exchange import BadCase, problem_from_json
from wijkteam.disclosure.first_world import NotProven
from wijkteam.disclosure.problem import Cell, Combination, Earlier, Link, Problem, Rules, Status
from wijkteam.disclosure.protect import METHOD_VERSION, Protected, protect
from wijkteam.disclosure.verify import Proof, Witnesses, verify

__all__ = [
    "METHOD_VERSION",
    "BadCase",
    "Cell",
    "Combination",
    "Earlier",
    "Link",
    "NotProven",
    "Problem",
    "Proof",
    "Protected",
    "Rules",
    "Status",
    "Witnesses",
    "problem_from_json",
    "protect",
    "verify",
]
