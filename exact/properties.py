r"""All that the library can say about one Boolean function, in one document.

Dictionary:
    function_properties: the properties of a function as plain data; what ``exact decide --properties`` prints.
    PROPERTIES_SCHEMA: the schema of the document.
    LIMITS: for each property whose cost grows fast, the largest n for which it is computed; beyond, it is null.
    MAXIMUM_PROPERTIES_DIMENSION: the largest n of the others.
"""

from __future__ import annotations

from types import MappingProxyType

from exact.boolean import BooleanFunction
from exact.certificate import to_document
from exact.chow import banzhaf_indices, chow_parameters, shapley_shubik_indices
from exact.cube import Encoding, check_dimension
from exact.minimum_weights import Objective, minimum_weights
from exact.recognize import is_threshold
from exact.structure import directions, essential_points, is_monotone, is_unate, npn_class, self_dualization
from exact.summability import is_two_summable
from exact.threshold_degree import threshold_degree, threshold_density

PROPERTIES_SCHEMA = "attention-quarks/properties/1"
MAXIMUM_PROPERTIES_DIMENSION = 16
LIMITS = MappingProxyType(
    {"threshold_degree": 8, "threshold_density": 4, "minimum_weights": 10, "essential_points": 10, "npn": 7}
)


def function_properties(f: BooleanFunction) -> dict[str, object]:
    """Return the properties of a function as plain data.

    Args:
        f: a Boolean function of at most 16 variables.

    Returns:
        `n` and `table`; `threshold`, `monotone`, `unate`, `self_dual` and `two_summable` (bool); `directions`, one for
        each variable; `dual` and `self_dualization` (tables); `chow_parameters` in signs; `banzhaf` and
        `shapley_shubik` (rational numbers as text; with negative swings where f falls); `npn`, the class; certificates
        `threshold_degree`, `threshold_density` (for each encoding) and `minimum_weights` (for each objective);
        `essential_points` and their number, `specification_number`.  The last five are null beyond `LIMITS`, the last
        three also where f is no threshold function.

    Raises:
        TooLargeError: if n > 16.

    Cost:
        Below a second for n <= 4; for n = 8 seconds.

    Examples:
        >>> found = function_properties(BooleanFunction(3, 0xE8))
        >>> found["chow_parameters"], found["specification_number"], found["shapley_shubik"]
        ([0, 4, 4, 4], 6, ['1/3', '1/3', '1/3'])
    """
    n = check_dimension(f.n, MAXIMUM_PROPERTIES_DIMENSION)
    threshold = is_threshold(f)
    chow = chow_parameters(f)
    wanted = {name for name, limit in LIMITS.items() if n <= limit}
    npn = npn_class(f) if "npn" in wanted else None
    essential = essential_points(f) if threshold and "essential_points" in wanted else None
    return {
        "schema": PROPERTIES_SCHEMA,
        "n": n,
        "table": f.to_hex(),
        "threshold": threshold,
        "monotone": is_monotone(f),
        "unate": is_unate(f),
        "self_dual": f.is_self_dual(),
        "two_summable": is_two_summable(f),
        "directions": [direction.value for direction in directions(f)],
        "dual": f.dual().to_hex(),
        "self_dualization": self_dualization(f).to_hex(),
        "chow_parameters": list(chow),
        "banzhaf": [str(index) for index in banzhaf_indices(chow)],
        "shapley_shubik": [str(index) for index in shapley_shubik_indices(f)],
        "npn": None if npn is None else npn.to_document(),
        "threshold_degree": to_document(threshold_degree(f)) if "threshold_degree" in wanted else None,
        "threshold_density": {
            encoding.value: to_document(threshold_density(f, encoding)) for encoding in (Encoding.SIGNS, Encoding.BITS)
        }
        if "threshold_density" in wanted
        else None,
        "minimum_weights": {objective.value: to_document(minimum_weights(f, objective)) for objective in Objective}
        if threshold and "minimum_weights" in wanted
        else None,
        "essential_points": None if essential is None else list(essential),
        "specification_number": None if essential is None else len(essential),
    }
