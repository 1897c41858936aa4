r"""The forms of gated units: what a gate and the units that it attends to must do at every point.

A *gate* g is a threshold function of the inputs: g(x) = 1 exactly where its argument, an affine form of x, is
positive; the argument is nowhere 0.  With one or two further affine forms, the *attended* ones, it computes f in one of
these ways.  Here h, f_1, f_0 are threshold functions, so that their arguments are nowhere 0 either.

* ``output-gate``: f is the product of g and h, with values 0 and 1 (bits) or -1 and +1 (signs);
* ``selector``: f is f_1 where g is true, and f_0 where it is false;
* ``multiplexed``: f is true exactly where w_0 + w . x + b g > 0, and this argument is nowhere 0;
* ``synaptic-gate``: the same for w_0 + w . x in which g multiplies the terms of some synapses; synapse 0 is the bias.

A value of the gate at a point demands something of the attended forms: of each a sign, or nothing.  In terms of
vectors: the argument of a form is the product of its coefficients with a vector that depends on the point and on the
value of the gate there; this vector, times the demanded sign, must have a positive product with the coefficients.
Where nothing helps (a product of bits is to be true where the gate is false) the vector is zero.

Dictionary:
    GatedForm: one of these ways, with its encodings.
    MECHANISMS: their names.
    number_of: the number that stands for a bit in an encoding.

Source: the gated classes of Q-D6.
"""

from __future__ import annotations

from dataclasses import dataclass

from exact.certificate.claim import check_integer
from exact.certificate.realization import ENCODINGS
from exact.errors import CertificateError

MECHANISMS = ("output-gate", "selector", "multiplexed", "synaptic-gate")


def number_of(bit: int, encoding: str) -> int:
    """Return the number that stands for a bit.

    Examples:
        >>> number_of(0, "bits"), number_of(0, "signs")
        (0, -1)
    """
    if encoding == "bits":
        return bit
    return 2 * bit - 1


@dataclass(frozen=True, slots=True)
class GatedForm:
    """A way in which a gate acts on a unit.

    Attributes:
        mechanism: one of `MECHANISMS`.
        gate_values: ``bits`` or ``signs``, the numbers that the gate sends (and the other factor of a product).
        input_values: ``bits`` or ``signs``, the numbers that stand for the inputs in all arguments.
        gated: the synapses that the gate multiplies, increasing, 0 for the bias; none but for ``synaptic-gate``.

    Examples:
        A false gate in signs turns the input around:

        >>> GatedForm("synaptic-gate", "signs", "signs", (1,)).argument_vector(1, 2, p=0b01, gate=0)
        (1, -1, -1)
    """

    mechanism: str
    gate_values: str
    input_values: str
    gated: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """The number of affine forms, that of the gate included."""
        if self.mechanism == "selector":
            return 3
        return 2

    def check(self, n: int) -> None:
        """Refuse what is no form of units with n inputs."""
        if self.mechanism not in MECHANISMS:
            raise CertificateError(
                f"the mechanism must be one of {', '.join(MECHANISMS)}, not {self.mechanism!r}", culprit="mechanism"
            )
        for encoding in (self.gate_values, self.input_values):
            if encoding not in ENCODINGS:
                raise CertificateError(f"the encoding must be bits or signs, not {encoding!r}", culprit="encoding")
        previous = -1
        for synapse in self.gated:
            check_integer(synapse, "a synapse")
            if synapse <= previous:
                raise CertificateError(
                    f"synapses must be non-negative and increasing, not {previous}, {synapse}", culprit=synapse
                )
            previous = synapse
        if previous > n:
            raise CertificateError(f"a synapse must be in 0, ..., {n}, not {previous}", culprit=previous)
        if bool(self.gated) != (self.mechanism == "synaptic-gate"):
            raise CertificateError(
                f"a gate multiplies synapses if it is a synaptic-gate and only then, not {self.gated}", culprit="gated"
            )

    def length(self, form: int, n: int) -> int:
        """Return the number of coefficients of a form: bias, n weights, and that of the gate where it is added."""
        if self.mechanism == "multiplexed":
            return n + 1 + form
        return n + 1

    def argument_vector(self, form: int, n: int, p: int, gate: int) -> tuple[int, ...]:
        """Return the vector whose product with the coefficients of a form is its argument at a point.

        Args:
            form: 0 for the gate itself, 1 and 2 for the attended forms.
            n: the number of inputs.
            p: the point.
            gate: the value of the gate there, a bit; the argument of the gate itself does not depend on it.
        """
        vector = (1, *(number_of(p >> i & 1, self.input_values) for i in range(n)))
        if form == 0:
            return vector
        signal = number_of(gate, self.gate_values)
        if self.mechanism == "multiplexed":
            return (*vector, signal)
        return tuple(signal * x if synapse in self.gated else x for synapse, x in enumerate(vector))

    def demanded_vector(self, form: int, n: int, p: int, gate: int, value: int) -> tuple[int, ...] | None:
        """Return the vector whose product with the coefficients of a form must be positive; None if there is no demand.

        Args:
            form: 0 for the gate itself, 1 and 2 for the attended forms.
            n: the number of inputs.
            p: the point.
            gate: the value of the gate there, a bit.
            value: the value of f there.
        """
        sign = self._demanded_sign(form, gate, value)
        if sign is None:
            return None
        return tuple(sign * x for x in self.argument_vector(form, n, p, gate))

    def _demanded_sign(self, form: int, gate: int, value: int) -> int | None:
        """Return +1 or -1 for the sign of an argument, 0 for a demand that nothing meets, None for no demand."""
        if form == 0:
            return number_of(gate, "signs")
        sign = number_of(value, "signs")
        if self.mechanism == "selector" and form != 2 - gate:
            return None
        if self.mechanism != "output-gate":
            return sign
        if self.gate_values == "signs":
            return sign * number_of(gate, "signs")
        if gate == 1:
            return sign
        if value == 1:
            return 0
        return None
