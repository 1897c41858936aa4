r"""Certificates: answers as plain data, each with a short `verify` that anyone can read.

A hard question is answered by a search, which may be clever and may use floating point to guess.  Its answer is one
of the certificates of this package, and the answer is believed because of `verify`, which knows nothing of the
search.  The package needs the standard library and `exact.errors` only.

Dictionary:
    Certificate: any of the following kinds.
    Realization: integer weights and a threshold that realize a function (also for polynomials of degree d).
    Obstruction: true and false points that cancel; there is no realization of that degree.
    ThresholdDegree: a realization of degree d and an obstruction of degree d - 1.
    ThresholdDensity: a sign representation with k monomials, and why fewer do not suffice.
    MinimumWeights: integer weights of least sum or maximum, and why smaller ones do not suffice.
    Leaf, Split: the nodes of a proof of minimality.
    GatedForm: a way in which a gate acts on a unit: output gate, selector, multiplexed, synaptic gate.
    GatedRealization: integer coefficients with which a gated unit of a form computes a function.
    GatedObstruction: a tree of questions to the gate, each leaf a contradiction; no such unit computes the function.
    GateLeaf, GateSplit: its nodes; GateTree: one of the two.
    from_text, from_document: read a certificate; to_text, to_document: write it.
    statement: what a certificate says, in words; verify_text: read, check, and say it.
"""

from exact.certificate.document import Certificate as Certificate
from exact.certificate.document import from_document as from_document
from exact.certificate.document import from_text as from_text
from exact.certificate.document import to_document as to_document
from exact.certificate.document import to_text as to_text
from exact.certificate.gated_form import GatedForm as GatedForm
from exact.certificate.gated_obstruction import GatedObstruction as GatedObstruction
from exact.certificate.gated_obstruction import GateLeaf as GateLeaf
from exact.certificate.gated_obstruction import GateSplit as GateSplit
from exact.certificate.gated_obstruction import GateTree as GateTree
from exact.certificate.gated_realization import GatedRealization as GatedRealization
from exact.certificate.minimum_weights import Leaf as Leaf
from exact.certificate.minimum_weights import MinimumWeights as MinimumWeights
from exact.certificate.minimum_weights import Split as Split
from exact.certificate.obstruction import Obstruction as Obstruction
from exact.certificate.realization import Realization as Realization
from exact.certificate.statement import statement as statement
from exact.certificate.statement import verify_text as verify_text
from exact.certificate.threshold_degree import ThresholdDegree as ThresholdDegree
from exact.certificate.threshold_density import ThresholdDensity as ThresholdDensity
