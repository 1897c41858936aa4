r"""Lists of terms: the memory of `exact.polynomial`, and what can be done to it term by term.

A list of terms is a finite sum of coefficients times masks.  Nothing here depends on the dimension or the encoding.

Normal form: masks strictly increasing, no coefficient zero.  Where all coefficients are rational they are integers over
one common denominator > 0, coprime to the greatest common divisor of the integers; where one of them is symbolic they
are coefficients in normal form, and the denominator is 1.  Masks and numerators are numpy arrays of 64 bits (the list
is *packed*) if and only if there are at least `PACKED_TERMS` terms, all rational, the masks below 2**63 and the
numerators below 2**62 in absolute value; otherwise tuples.  So equal lists have equal memory.

Dictionary:
    TermList: a list of terms; the empty one is zero.
    PACKED_TERMS: from so many terms on, arrays are used where they fit.
    WORD: the bound below which the callers of fixed-width kernels keep every result.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from exact._term_kernel import combine, move_bits
from exact.parameters import Coefficient, ParameterPolynomial, coefficient
from exact.rational import Rational, rational

if TYPE_CHECKING:
    from exact._term_kernel import Array

PACKED_TERMS = 256  # below, tuples are as fast (benchmark "sparse product", 256 pairs), and numpy need not be loaded
WORD = 1 << 63


class TermList:
    """An immutable list of terms in normal form.

    Attributes:
        masks: increasing, a tuple or an array.
        numerators: the coefficients times the denominator, a tuple or an array.
        denominator: the common denominator.
        symbolic: whether a parameter occurs.
    """

    __slots__ = ("denominator", "masks", "numerators", "symbolic")

    masks: Any
    numerators: Any
    denominator: int
    symbolic: bool

    @classmethod
    def _make(cls, masks: Any, numerators: Any, denominator: int, *, symbolic: bool = False) -> TermList:
        self = object.__new__(cls)
        object.__setattr__(self, "masks", masks)
        object.__setattr__(self, "numerators", numerators)
        object.__setattr__(self, "denominator", denominator)
        object.__setattr__(self, "symbolic", symbolic)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a TermList is immutable; {name} cannot be set")

    @classmethod
    def collect(cls, terms: Mapping[int, Coefficient]) -> TermList:
        """Bring coefficients, which may be zero, to normal form.  Assumes rational or symbolic coefficients."""
        if any(isinstance(c, ParameterPolynomial) for c in terms.values()):
            normal = sorted((mask, coefficient(c)) for mask, c in terms.items() if c)
            if any(isinstance(c, ParameterPolynomial) for _, c in normal):
                return cls._make(tuple(mask for mask, _ in normal), tuple(c for _, c in normal), 1, symbolic=True)
            terms = dict(normal)
        numbers: dict[int, Rational] = terms  # type: ignore[assignment]
        denominator = math.lcm(*(c.denominator for c in numbers.values()))
        if denominator == 1:
            return cls.from_integers({mask: int(c) for mask, c in numbers.items()}, 1)
        return cls.from_integers(
            {mask: c.numerator * (denominator // c.denominator) for mask, c in numbers.items()}, denominator
        )

    @classmethod
    def from_integers(cls, terms: Mapping[int, int], denominator: int) -> TermList:
        """Bring integers, which may be zero, over a denominator > 0 to normal form."""
        masks = tuple(sorted(mask for mask, c in terms.items() if c))
        numerators = tuple(terms[mask] for mask in masks)
        if denominator > 1:
            divisor = math.gcd(denominator, *numerators)
            if divisor > 1:
                numerators, denominator = tuple(c // divisor for c in numerators), denominator // divisor
        if len(masks) >= PACKED_TERMS and masks[-1] < WORD and max(map(abs, numerators)) < WORD // 2:
            import numpy as np

            arrays = np.array(masks, dtype=np.int64), np.array(numerators, dtype=np.int64)
            for array in arrays:
                array.flags.writeable = False
            return cls._make(*arrays, denominator)
        return cls._make(masks, numerators, denominator)

    @classmethod
    def from_arrays(cls, masks: Array, numbers: Array, denominator: int) -> TermList:
        """Bring arrays to normal form.  Assumes masks increasing, numbers non-zero and below 2**63, denominator > 0."""
        import numpy as np

        if denominator > 1 and len(numbers):
            divisor = math.gcd(denominator, int(np.gcd.reduce(numbers)))
            if divisor > 1:
                numbers, denominator = numbers // divisor, denominator // divisor
        if len(masks) < PACKED_TERMS or int(np.abs(numbers).max()) >= WORD // 2:
            return cls.from_integers(dict(zip(masks.tolist(), numbers.tolist(), strict=True)), denominator)
        masks.flags.writeable = numbers.flags.writeable = False
        return cls._make(masks, numbers, denominator)

    # ------------------------------------------------------------------------------------------------------- contents

    @property
    def packed(self) -> bool:
        """Whether masks and numerators are arrays."""
        return type(self.masks) is not tuple

    def __len__(self) -> int:
        return len(self.masks)

    def integers(self) -> tuple[Sequence[int], Sequence[Any]]:
        """Return masks and numerators as Python numbers."""
        return (self.masks.tolist(), self.numerators.tolist()) if self.packed else (self.masks, self.numerators)

    def pairs(self) -> Iterable[tuple[int, Any]]:
        """Return the pairs (mask, numerator) as Python numbers."""
        return zip(*self.integers(), strict=True)

    def arrays(self) -> tuple[Array, Array]:
        """Return masks and numerators as arrays.  Assumes that they fit."""
        import numpy as np

        return np.asarray(self.masks, dtype=np.int64), np.asarray(self.numerators, dtype=np.int64)

    def terms(self) -> tuple[tuple[int, Coefficient], ...]:
        """Return the pairs (mask, coefficient), the coefficients in normal form."""
        if self.denominator == 1:
            return tuple(self.pairs())
        masks, numerators = self.integers()
        known = {c: rational(Fraction(c, self.denominator)) for c in set(numerators)}
        return tuple((mask, known[c]) for mask, c in zip(masks, numerators, strict=True))

    def coefficient(self, mask: int) -> Coefficient:
        """Return the coefficient of a mask; 0 if it does not occur."""
        position = bisect_left(self.masks, mask)
        if position == len(self.masks) or self.masks[position] != mask:
            return 0
        return self.quotient(self.numerators[position])

    def quotient(self, numerator: Any) -> Coefficient:
        """Return a sum of numerators as a coefficient in normal form."""
        if isinstance(numerator, ParameterPolynomial | Fraction):  # then the denominator is 1
            return coefficient(numerator)
        return rational(Fraction(int(numerator), self.denominator))

    @property
    def union(self) -> int:
        """The mask of everything that occurs."""
        if self.packed:
            import numpy as np

            return int(np.bitwise_or.reduce(self.masks))
        return reduce(or_, self.masks, 0)

    def sizes(self) -> dict[int, int]:
        """Return how many masks have how many elements."""
        if self.packed:
            import numpy as np

            counts = np.bincount(np.bitwise_count(self.masks)).tolist()
            return {size: count for size, count in enumerate(counts) if count}
        result: dict[int, int] = {}
        for mask in self.masks:
            size = mask.bit_count()
            result[size] = result.get(size, 0) + 1
        return result

    def maximum(self) -> int:
        """Return the largest absolute numerator; 0 for no terms.  Assumes rational coefficients."""
        if self.packed:
            import numpy as np

            return int(np.abs(self.numerators).max())
        return max(map(abs, self.numerators), default=0)

    def weight(self) -> int:
        """Return the sum of the absolute numerators.  Assumes rational coefficients."""
        if self.packed:
            import numpy as np

            if self.maximum() * len(self) < WORD:
                return int(np.abs(self.numerators).sum())
        return sum(map(abs, self.integers()[1]))

    def largest(self, count: int) -> tuple[tuple[int, Coefficient], ...]:
        """Return so many terms by decreasing absolute coefficient; symbolic ones first, ties by size, then mask."""
        pairs = self.pairs()
        if self.packed and 0 < count < len(self):
            import numpy as np

            sizes = np.abs(self.numerators)
            chosen = sizes >= np.partition(sizes, -count)[-count]
            pairs = zip(self.masks[chosen].tolist(), self.numerators[chosen].tolist(), strict=True)

        def rank(pair: tuple[int, Any]) -> tuple[bool, Any, int, int]:
            mask, c = pair
            symbolic = isinstance(c, ParameterPolynomial)
            return not symbolic, 0 if symbolic else -abs(c), mask.bit_count(), mask

        return tuple((mask, self.quotient(c)) for mask, c in sorted(pairs, key=rank)[:count])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TermList):
            return NotImplemented
        if self.denominator != other.denominator or self.packed != other.packed or len(self) != len(other):
            return False
        if self.packed:
            return bool((self.masks == other.masks).all() and (self.numerators == other.numerators).all())
        return bool(self.masks == other.masks and self.numerators == other.numerators)

    def __hash__(self) -> int:
        if self.packed:
            return hash((self.masks.tobytes(), self.numerators.tobytes(), self.denominator))
        return hash((self.masks, self.numerators, self.denominator))

    # ----------------------------------------------------------------------------------------------- linear operations

    def plus(self, other: TermList) -> TermList:
        """Return the sum."""
        if not len(self) or not len(other):
            return other if len(other) else self
        if self.symbolic or other.symbolic:
            collected = dict(self.terms())
            for mask, c in other.terms():
                collected[mask] = collected[mask] + c if mask in collected else c
            return TermList.collect(collected)
        denominator = math.lcm(self.denominator, other.denominator)
        factor, other_factor = denominator // self.denominator, denominator // other.denominator
        if (self.packed or other.packed) and max(self.union, other.union) < WORD:
            bound = self.maximum() * factor + other.maximum() * other_factor
            if bound < WORD:
                import numpy as np

                (masks, numbers), (other_masks, other_numbers) = self.arrays(), other.arrays()
                masks = np.concatenate((masks, other_masks))
                numbers = np.concatenate((numbers * factor, other_numbers * other_factor))
                return TermList.from_arrays(*combine(masks, numbers), denominator)
        sums: dict[int, int] = {mask: c * factor for mask, c in self.pairs()}
        for mask, c in other.pairs():
            sums[mask] = sums.get(mask, 0) + c * other_factor
        return TermList.from_integers(sums, denominator)

    def times(self, c: Coefficient) -> TermList:
        """Return the product with a coefficient."""
        if not c:
            return TermList._make((), (), 1)
        if isinstance(c, ParameterPolynomial) or self.symbolic:
            return TermList.collect({mask: d * c for mask, d in self.terms()})
        if self.packed and self.maximum() * abs(c.numerator) < WORD:
            return TermList.from_arrays(self.masks, self.numerators * c.numerator, self.denominator * c.denominator)
        return TermList.from_integers(
            {mask: d * c.numerator for mask, d in self.pairs()}, self.denominator * c.denominator
        )

    def mapped(self, function: Callable[[Coefficient], Coefficient]) -> TermList:
        """Return the list with a function applied to every coefficient."""
        return TermList.collect({mask: function(c) for mask, c in self.terms()})

    def select(self, size: int) -> TermList:
        """Return the terms whose mask has so many elements."""
        if self.packed:
            import numpy as np

            chosen = np.bitwise_count(self.masks) == size
            return TermList.from_arrays(self.masks[chosen], self.numerators[chosen], self.denominator)
        kept = [(mask, c) for mask, c in self.pairs() if mask.bit_count() == size]
        return self.renewed(dict(kept))

    def moved(self, positions: Mapping[int, int]) -> TermList:
        """Return the terms with bit i of every mask moved to bit positions[i].

        Assumes that positions holds every bit that occurs, and no two of them at one place.
        """
        if all(i == j for i, j in positions.items()):
            return self
        if self.packed and max(positions.values()) < WORD.bit_length() - 1:
            return TermList.from_arrays(*combine(move_bits(self.masks, positions), self.numerators), self.denominator)
        powers = {i: 1 << j for i, j in positions.items()}
        result: dict[int, Any] = {}
        for mask, c in self.pairs():
            moved, rest = 0, mask
            while rest:
                low = rest & -rest
                moved |= powers[low.bit_length() - 1]
                rest ^= low
            result[moved] = c
        return self.renewed(result)

    def fixed(self, fixed: int, true: int, *, signs: bool) -> TermList:
        """Return the terms after the variables of one mask are fixed: those of `true` to 1, the others to -1 or 0."""
        fixed &= self.union
        false = fixed & ~true
        if self.packed and self.weight() < WORD:
            import numpy as np

            masks, numbers = self.masks, self.numerators
            if signs:
                numbers = np.where(np.bitwise_count(masks & false) & 1, -numbers, numbers)
            else:
                kept = masks & false == 0
                masks, numbers = masks[kept], numbers[kept]
            return TermList.from_arrays(*combine(masks & ~fixed, numbers), self.denominator)
        result: dict[int, Any] = {}
        for mask, c in self.pairs():
            if not signs and mask & false:
                continue
            value = -c if (mask & false).bit_count() & 1 else c
            key = mask & ~fixed
            result[key] = result[key] + value if key in result else value
        return self.renewed(result)

    def renewed(self, numerators: Mapping[int, Any]) -> TermList:
        """Return the list of these sums of numerators, over the same denominator."""
        if self.symbolic:
            return TermList.collect(numerators)
        return TermList.from_integers(numerators, self.denominator)
