"""Generators for Hypothesis, biased to corners: dimensions 0 and 1, constants, single terms, zeros of arguments."""

from fractions import Fraction

from hypothesis import strategies as st

from exact.activation import ABSOLUTE, HEAVISIDE, LINEAR, RELU, SIGN, polynomial_activation, power
from exact.boolean import BooleanFunction
from exact.circuit import Circuit, Gate, GatedOutput, Signal, Synapse, Unit, Weight
from exact.cube import Encoding, Face
from exact.gating import Operation, Variable
from exact.neuron import Neuron
from exact.parameters import ParameterPolynomial, coefficient
from exact.polynomial import CubePolynomial
from exact.rational import rational
from exact.symmetry import Group, NPNTransformation, SignedPermutation

encodings = st.sampled_from(Encoding)
dimensions = st.sampled_from((0, 1, 2, 3, 4))


def rationals(size: int = 6):
    """Rational numbers in normal form; small integers and 0 often."""
    fractions = st.builds(Fraction, st.integers(-size, size), st.integers(1, size)).map(rational)
    return st.integers(-2, 2) | fractions


def points(n):
    """Points of the n-cube; both ends often."""
    return st.sampled_from((0, 2**n - 1)) | st.integers(0, 2**n - 1)


def tables(n):
    """Truth tables of n variables: constants, single variables, and anything."""
    full = (1 << (1 << n)) - 1
    variables = [sum(1 << p for p in range(1 << n) if p >> i & 1) for i in range(n)]
    return st.sampled_from([0, full, *variables]) | st.integers(0, full)


def boolean_functions(n=None):
    """Boolean functions of n variables, or of 0 to 5."""
    if n is None:
        return st.integers(0, 5).flatmap(boolean_functions)
    return tables(n).map(lambda table: BooleanFunction(n, table))


groups = st.sampled_from(Group)


def signed_permutations(n):
    """Signed permutations of n coordinates; without negations often."""
    negations = st.just(0) | st.integers(0, 2**n - 1)
    return st.builds(SignedPermutation, st.permutations(range(n)).map(tuple), negations)


def npn_transformations(n):
    """Elements of NPN."""
    return st.builds(NPNTransformation, signed_permutations(n), st.booleans())


def cube_faces(n):
    """Faces of the n-cube; points and the whole cube are among them."""
    return st.text("01*", min_size=n, max_size=n).map(Face.from_text)


def numeric_polynomials(n, encoding):
    """Polynomials on the n-cube with rational coefficients; few terms often."""
    masks = st.integers(0, 2**n - 1)
    return st.dictionaries(masks, rationals(), max_size=6).map(lambda terms: CubePolynomial(n, encoding, terms))


def parameter_polynomials(names="abc"):
    """Polynomials in named parameters; zero, constants and single terms often."""

    def built(terms):
        return ParameterPolynomial(tuple(names), terms)

    exponents = st.tuples(*(st.integers(0, 3) for _ in names))
    return st.dictionaries(exponents, rationals(), max_size=4).map(built)


def coefficients():
    """Coefficients in normal form: small, large, fractional and symbolic ones."""
    large = st.sampled_from((2**62, -(2**63), 2**64 + 1, Fraction(1, 2**70)))
    return rationals() | large | parameter_polynomials("ab").map(coefficient)


def polynomials(n, encoding):
    """Polynomials on the n-cube, with coefficients of every kind."""
    masks = st.integers(0, 2**n - 1)
    terms = st.dictionaries(masks, coefficients(), max_size=5)
    return numeric_polynomials(n, encoding) | terms.map(lambda chosen: CubePolynomial(n, encoding, chosen))


def activations():
    """Every kind of activation."""
    polynomials = st.lists(rationals(), max_size=4).map(lambda c: polynomial_activation(*c))
    return st.sampled_from((LINEAR, HEAVISIDE, SIGN, RELU, ABSOLUTE)) | st.integers(0, 4).map(power) | polynomials


def numeric_neurons(n):
    """Neurons with n inputs and rational weights; arguments that vanish somewhere are frequent."""
    return st.builds(Neuron, st.lists(rationals(), min_size=n, max_size=n).map(tuple), rationals(), activations())


@st.composite
def circuits(draw, maximum_inputs=4, maximum_nodes=5):
    """Circuits with rational weights: units with every kind of gate inside, and gated outputs."""
    n = draw(st.integers(0, maximum_inputs))
    inputs = tuple(f"x{i + 1}" for i in range(n))
    nodes, units = [], {}
    for k in range(draw(st.integers(1, maximum_nodes))):
        name = f"node{k + 1}"
        sources = (*inputs, *(node.name for node in nodes))
        if sources and draw(st.booleans()) and draw(st.booleans()):
            operation = draw(st.sampled_from(Operation))
            nodes.append(GatedOutput(name, operation, draw(st.sampled_from(sources)), draw(_signals(sources, units))))
            continue
        chosen = draw(st.lists(st.sampled_from(sources), unique=True, max_size=4)) if sources else []
        synapses = tuple(
            Synapse(source, Weight(draw(rationals(3)), frozenset({f"{name}.{source}"}))) for source in chosen
        )
        bias = draw(st.none() | rationals(3).map(Weight))
        unit = Unit(name, draw(_small_activations), synapses, bias)
        if sources and draw(st.booleans()):
            gates = tuple(draw(st.lists(_gates(sources, units, unit), max_size=2)))
            unit = Unit(name, unit.activation, synapses, bias, gates)
        nodes.append(unit)
        units[name] = unit
    return Circuit("random", draw(encodings), inputs, tuple(nodes))


_small_activations = st.sampled_from(
    (LINEAR, HEAVISIDE, SIGN, RELU, ABSOLUTE, power(2), polynomial_activation(1, -1, 2))
)


@st.composite
def _signals(draw, sources, units):
    """What attends: an output, the activation of a unit, or one of its weights."""
    variable = draw(st.sampled_from(Variable)) if units else Variable.OUTPUT
    if variable is Variable.OUTPUT:
        return Signal(variable, draw(st.sampled_from(sources)))
    unit = units[draw(st.sampled_from(sorted(units)))]
    weights = [synapse.source for synapse in unit.synapses] + ([] if unit.bias is None else [None])
    if variable is Variable.WEIGHT and weights:
        return Signal(variable, unit.name, draw(st.sampled_from(weights)))
    return Signal(Variable.ACTIVATION, unit.name)


@st.composite
def _gates(draw, sources, units, unit):
    """A gate inside a unit, on its activation or on some of its synapses."""
    operation, attending = draw(st.sampled_from(Operation)), draw(_signals(sources, units))
    synapses = [synapse.source for synapse in unit.synapses] + ([] if unit.bias is None else [None])
    if synapses and draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(synapses), unique=True, min_size=1))
        return Gate(Variable.WEIGHT, operation, attending, tuple(chosen))
    return Gate(Variable.ACTIVATION, operation, attending)


# ------------------------------------------------------------------------------------------------- threshold functions


def threshold_table(weights, threshold):
    """The truth table of w . x > t in bits, by the definition."""
    values = [0]
    for w in weights:
        values += [value + w for value in values]
    return int("".join("01"[value > threshold] for value in reversed(values)), 2)


@st.composite
def threshold_functions(draw, maximum_dimension=7, size=2**70):
    """Threshold functions given by weights: small ones, equal ones, zeros, negative ones, and very large ones."""
    n = draw(st.integers(0, maximum_dimension))
    weight = draw(st.sampled_from((1, 3, 12, size)))
    weights = draw(st.lists(st.integers(-weight, weight), min_size=n, max_size=n))
    total = sum(map(abs, weights))
    threshold = draw(st.integers(-total - 1, total))
    return BooleanFunction(n, threshold_table(weights, threshold))


@st.composite
def almost_threshold_functions(draw, maximum_dimension=7):
    """Threshold functions of which one bit next to the hyperplane is flipped."""
    f = draw(threshold_functions(maximum_dimension))
    p = draw(st.integers(0, (1 << f.n) - 1))
    rising = [
        q for q in range(1 << f.n) if f.table >> q & 1 and any(not f.table >> (q ^ 1 << i) & 1 for i in range(f.n))
    ]
    return BooleanFunction(f.n, f.table ^ 1 << (rising[p % len(rising)] if rising else p))


def any_functions(maximum_dimension=5):
    """Boolean functions, all tables alike."""
    return st.integers(0, maximum_dimension).flatmap(
        lambda n: st.integers(0, (1 << (1 << n)) - 1).map(lambda table: BooleanFunction(n, table))
    )
