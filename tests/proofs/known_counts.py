"""Known values of the functions of which the kernel knows what citations say: a model on which these are tried."""

import itertools
from fractions import Fraction
from functools import cache

PUBLISHED = (2, 4, 14, 104, 1882, 94572, 15028134, 8378070864, 17561539552946, 144130531453121108)  # OEIS A000609


class UnknownError(Exception):
    """A value that is not known, or not computed here."""


def threshold_count(n, d):
    """Return T(n,d) where it is published or is the number of all functions."""
    if d == 0 and n >= 0:
        return 2
    if d == 1 and 0 <= n < len(PUBLISHED):
        return PUBLISHED[int(n)]
    if (n, d) == (3, 2):
        return 254
    if 0 <= n <= 4 and d >= n:
        return 2**2 ** int(n)
    raise UnknownError


def rank(rows):
    """Return the rank of a list of integer vectors, by elimination."""
    rows = [list(map(Fraction, row)) for row in rows]
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for i in range(done + 1, len(rows)):
            factor = rows[i][column] / rows[done][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[done], strict=True)]
        done += 1
    return done


@cache
def closed_set_count(size, p):
    """Return the number of sets of p among the vectors of {-1,+1}^size up to sign whose span contains no other one."""
    if not (1 <= size <= 5 and 0 <= p <= 3):
        raise UnknownError
    vectors = [(1, *rest) for rest in itertools.product((-1, 1), repeat=int(size) - 1)]
    return sum(
        all(rank([*chosen, other]) > rank(chosen) for other in vectors if other not in chosen)
        for chosen in itertools.combinations(vectors, int(p))
    )


def from_table(table):
    """Return a function of one integer that is known at the keys of a table."""

    def value(m):
        if m not in table:
            raise UnknownError
        return table[m]

    return value


ZUEV = {1: 0, 2: 0, 3: 7}  # the least N that is right for all published numbers from N on
ODLYZKO = {1: 1, 2: 1}


def baldi_vershynin_from(m, d):
    """Return 0 for m = 1, where nothing is said; no other value is known."""
    if m != 1 or d < 1:
        raise UnknownError
    return 0


COUNTS = {
    "threshold_count": threshold_count,
    "closed_set_count": closed_set_count,
    "zuev_from": from_table(ZUEV),
    "odlyzko_from": from_table(ODLYZKO),
    "baldi_vershynin_from": baldi_vershynin_from,
}
