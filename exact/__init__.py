r"""Exact mathematics of gated neurons over the Boolean cube.

The public names load when they are used, so that ``import exact`` costs next to nothing; everything else is imported
from its module, such as ``from exact.cube import coordinates``.

Dictionary:
    Encoding: how bits are written as numbers: `BITS` or `SIGNS`.
    CubePolynomial: a polynomial on the cube in normal form.
    BooleanFunction: a truth table; canonical_form: the representative of its class under SignedPermutation.
    Spectrum: the integer Walsh spectrum of a truth table, from walsh_spectrum.
    ParameterPolynomial: a polynomial in named parameters; parameter: one parameter.
    Neuron: an affine form with an Activation.
    multiplex, output_gate, synaptic_gate: the three quarks of attention, on signals.
    AttentionClass: one of the 18 classes; find_class: looks one up; taxonomy: all of them as plain data.
    Circuit: a network of neurons and gates; read_circuit: reads one; shipped_circuit: where one of ours lies.
    derive: derives a circuit; Derivation: the polynomial of every unit; QuadraticForm: rank and signature.
    ExactError: base class of all refusals; DomainError, TooLargeError, InputError, CertificateError, TableError: kinds.
    __version__: the version of the installed distribution.

Examples:
    >>> import exact
    >>> x = exact.CubePolynomial.variable(0, 2, exact.Encoding.BITS)
    >>> x * x == x
    True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exact.activation import Activation
    from exact.attention_taxonomy import AttentionClass, find_class, taxonomy
    from exact.boolean import BooleanFunction
    from exact.circuit import Circuit
    from exact.circuit_reader import read_circuit
    from exact.cube import Encoding
    from exact.derivation import Derivation, derive
    from exact.errors import CertificateError, DomainError, ExactError, InputError, TableError, TooLargeError
    from exact.gating import multiplex, output_gate, synaptic_gate
    from exact.neuron import Neuron
    from exact.orbit import canonical_form
    from exact.parameters import ParameterPolynomial, parameter
    from exact.polynomial import CubePolynomial
    from exact.quadratic import QuadraticForm
    from exact.shipped import shipped_circuit
    from exact.spectrum import Spectrum, walsh_spectrum
    from exact.symmetry import SignedPermutation

    __version__: str

__all__ = [
    "Activation",
    "AttentionClass",
    "BooleanFunction",
    "CertificateError",
    "Circuit",
    "CubePolynomial",
    "Derivation",
    "DomainError",
    "Encoding",
    "ExactError",
    "InputError",
    "Neuron",
    "ParameterPolynomial",
    "QuadraticForm",
    "SignedPermutation",
    "Spectrum",
    "TableError",
    "TooLargeError",
    "canonical_form",
    "derive",
    "find_class",
    "multiplex",
    "output_gate",
    "parameter",
    "read_circuit",
    "shipped_circuit",
    "synaptic_gate",
    "taxonomy",
    "walsh_spectrum",
]

_MODULES = {
    "activation": ("Activation",),
    "attention_taxonomy": (
        "AttentionClass",
        "find_class",
        "taxonomy",
    ),
    "boolean": ("BooleanFunction",),
    "circuit": ("Circuit",),
    "circuit_reader": ("read_circuit",),
    "cube": ("Encoding",),
    "derivation": ("Derivation", "derive"),
    "errors": (
        "CertificateError",
        "DomainError",
        "ExactError",
        "InputError",
        "TableError",
        "TooLargeError",
    ),
    "gating": (
        "multiplex",
        "output_gate",
        "synaptic_gate",
    ),
    "neuron": ("Neuron",),
    "orbit": ("canonical_form",),
    "parameters": (
        "ParameterPolynomial",
        "parameter",
    ),
    "polynomial": ("CubePolynomial",),
    "quadratic": ("QuadraticForm",),
    "shipped": ("shipped_circuit",),
    "spectrum": (
        "Spectrum",
        "walsh_spectrum",
    ),
    "symmetry": ("SignedPermutation",),
}


if not TYPE_CHECKING:  # a type checker would take every misspelt name for a public one

    def __getattr__(name: str) -> object:
        """Load the module of a public name the first time that the name is used (PEP 562)."""
        import importlib
        import importlib.metadata

        if name == "__version__":
            value: object = importlib.metadata.version("attention-quarks")
        else:
            for module, names in _MODULES.items():
                if name in names:
                    value = getattr(importlib.import_module(f"exact.{module}"), name)
                    break
            else:
                raise AttributeError(f"module 'exact' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return the public names and the version."""
    return sorted([*__all__, "__version__"])
