"""Pictures of the guide, made from exact numbers while the documentation is built.

The directive ``attention-picture`` takes one word: ``heat-map`` or ``polynomial``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx


def heat_map() -> str:
    """Draw the attention of six tokens with supports of two positions, on moment-curve keys."""
    from exact.attention.sparse_averaging import base_for_error, moment_curve_unit
    from exact.plots import attention_heat_map_svg

    unit = moment_curve_unit(6, 2, base=base_for_error(6, 2, Fraction(1, 10)))
    supports = [(1, 2), (2, 5), (3, 4), (1, 6), (5, 6), (2, 4)]
    return attention_heat_map_svg([unit.weights(support) for support in supports])


def polynomial() -> str:
    """Draw the polynomial of the support {2, 5} among eight positions."""
    from exact.plots import separating_polynomial_svg

    return separating_polynomial_svg((2, 5), 8)


PICTURES: dict[str, Callable[[], str]] = {"heat-map": heat_map, "polynomial": polynomial}


class AttentionPicture(Directive):
    """One picture of the table."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the picture as raw HTML."""
        name = self.arguments[0]
        if name not in PICTURES:
            raise self.error(f"the picture must be one of {', '.join(PICTURES)}, not {name!r}")
        return [nodes.raw("", f'<div class="attention-picture">{PICTURES[name]()}</div>', format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("attention-picture", AttentionPicture)
    return {"parallel_read_safe": True}
