r"""Pictures for the report, as SVG texts that stand inside a page.

The coordinates of a picture are floats; this is the one place where exact numbers become floats, and nothing comes
back.

Dictionary:
    spectrum_svg: the coefficients of a polynomial, by degree, as a picture.
    magnitudes_by_degree: their absolute values.
    attention_heat_map_svg: attention weights as a picture.
    separating_polynomial_svg: the polynomial whose zeros are the support of a token, as a picture.
    growth_svg: capacities against leading terms, by the number of inputs, as a picture.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from exact.errors import DomainError
from exact.parameters import ParameterPolynomial
from exact.polynomial import CubePolynomial
from exact.rational import Rational

_INK, _FAINT = "#2f6f9f", "#c9d6df"


def magnitudes_by_degree(q: CubePolynomial) -> dict[int, list[Fraction]]:
    """Return the absolute values of the coefficients, by degree, in decreasing order.

    Raises:
        DomainError: if a coefficient is symbolic.
    """
    levels: dict[int, list[Fraction]] = defaultdict(list)
    for mask, c in q.terms:
        if isinstance(c, ParameterPolynomial):
            raise DomainError(f"a picture needs numbers for all coefficients; {c} is symbolic")
        levels[mask.bit_count()].append(abs(Fraction(c)))
    return {degree: sorted(values, reverse=True) for degree, values in sorted(levels.items())}


def spectrum_svg(q: CubePolynomial, *, maximum_degree: int) -> str:
    """Draw every coefficient of a polynomial as a dot over its degree, and the largest of each degree as a bar.

    Args:
        q: a polynomial with rational coefficients, not zero.
        maximum_degree: the end of the horizontal axis.

    Returns:
        One ``<svg>`` element.
    """
    levels = tuple((degree, tuple(values)) for degree, values in magnitudes_by_degree(q).items())
    return _spectrum(levels, maximum_degree)


@lru_cache(maxsize=1024)
def _spectrum(levels: tuple[tuple[int, tuple[Fraction, ...]], ...], maximum_degree: int) -> str:
    """Draw the absolute values of the coefficients; polynomials with the same ones have the same picture."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3.6, 1.7))
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0.17, 0.25, 0.81, 0.7))
    for degree, values in levels:
        axes.bar(degree, _plotted(values[:1])[0], width=0.7, color=_FAINT, zorder=1)
        shown = _plotted(_thinned(values))
        offsets = [degree + 0.5 * k / max(1, len(shown) - 1) - 0.25 for k in range(len(shown))]
        axes.scatter(offsets if len(shown) > 1 else [degree], shown, s=4, color=_INK, linewidths=0, zorder=2)
    axes.set_xlim(-0.6, maximum_degree + 0.6)
    axes.set_xticks(range(maximum_degree + 1))
    axes.set_ylim(bottom=0)
    axes.set_xlabel("degree", fontsize=8)
    axes.set_ylabel("|coefficient|", fontsize=8)
    axes.tick_params(labelsize=7)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return _svg(figure)


def attention_heat_map_svg(weights: Sequence[Sequence[Rational]]) -> str:
    """Draw attention weights: one row for each token, one column for each position, dark where the weight is large.

    Args:
        weights: rows of equal length with numbers from 0 to 1.

    Returns:
        One ``<svg>`` element.

    Raises:
        DomainError: if there is no row, the rows differ in length, or a number is not between 0 and 1.
    """
    rows = [[Fraction(w) for w in row] for row in weights]
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise DomainError("a heat map needs at least one row of weights, and rows of one length")
    if any(not 0 <= w <= 1 for row in rows for w in row):
        raise DomainError("a heat map shows weights between 0 and 1")
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2, 3.4))
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0.13, 0.15, 0.7, 0.8))
    picture = axes.pcolormesh([_plotted(row) for row in rows], cmap="Blues", vmin=0, vmax=1, edgecolors="#e8eef2")
    axes.set_aspect("equal")
    axes.invert_yaxis()
    axes.set_xticks([j + 0.5 for j in range(len(rows[0]))], [str(j + 1) for j in range(len(rows[0]))])
    axes.set_yticks([i + 0.5 for i in range(len(rows))], [str(i + 1) for i in range(len(rows))])
    axes.set_xlabel("position attended to", fontsize=8)
    axes.set_ylabel("token", fontsize=8)
    axes.tick_params(labelsize=7, length=0)
    figure.colorbar(picture, ax=axes, cax=figure.add_axes((0.87, 0.15, 0.03, 0.8))).ax.tick_params(labelsize=7)
    return _svg(figure)


def separating_polynomial_svg(support: Sequence[int], n: int) -> str:
    """Draw the product of (t - s)^2 over a support: zero at its positions, at least the gap at the others.

    Args:
        support: different positions among 1, ..., n.
        n: the number of positions.

    Returns:
        One ``<svg>`` element.

    Raises:
        DomainError: if the support is empty or has other positions.
    """
    if not support or not all(1 <= s <= n for s in support):
        raise DomainError(f"a support must hold positions 1, ..., {n}, at least one, not {list(support)}")
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    def value(t: Fraction) -> Fraction:
        found = Fraction(1)
        for s in support:
            found *= (t - s) ** 2
        return found

    figure = Figure(figsize=(4.6, 2.6))
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0.13, 0.19, 0.84, 0.76))
    curve = [Fraction(k, 40) for k in range(20, 40 * n + 21)]
    axes.plot(_plotted(curve), _plotted([value(t) for t in curve]), color=_FAINT, linewidth=1.5, zorder=1)
    for chosen, color, label in ((True, "#b5482f", "in the support"), (False, _INK, "elsewhere")):
        positions = [Fraction(j) for j in range(1, n + 1) if (j in support) == chosen]
        values = _plotted([value(t) for t in positions])
        axes.scatter(_plotted(positions), values, s=22, color=color, label=label, zorder=2)
    axes.set_yscale("symlog", linthresh=1)
    axes.set_ylim(bottom=-0.3)
    axes.set_xticks(range(1, n + 1))
    axes.set_xlabel("position j", fontsize=8)
    axes.set_ylabel("tie minus score of j", fontsize=8)
    axes.tick_params(labelsize=7)
    axes.legend(fontsize=7, frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return _svg(figure)


def growth_svg(
    counted: Sequence[tuple[int, Fraction]], curves: Mapping[str, Sequence[tuple[int, Fraction]]], title: str = ""
) -> str:
    """Draw capacities as dots over the number of inputs, and leading terms as lines with their formulas.

    Curves with the same points are one line with all their formulas.

    Args:
        counted: pairs (n, bits) of what was counted; there may be none.
        curves: for every formula its pairs (n, bits).
        title: stands above the picture.

    Returns:
        One ``<svg>`` element.

    Raises:
        DomainError: if there is nothing to draw.
    """
    if not counted and not curves:
        raise DomainError("a picture needs at least one point")
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(6.4, 4.0))
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0.11, 0.13, 0.86, 0.78))
    formulas: dict[tuple[tuple[int, Fraction], ...], list[str]] = {}
    for formula, points in curves.items():
        formulas.setdefault(tuple(points), []).append(formula)
    for points, names in formulas.items():
        bits = _plotted([value for _, value in points])
        axes.plot([n for n, _ in points], bits, linewidth=1, label=" = ".join(names))
    if counted:
        bits = _plotted([value for _, value in counted])
        axes.plot([n for n, _ in counted], bits, "o", color=_INK, markersize=4, label="log2 of the count")
    axes.set_xlabel("n", fontsize=9)
    axes.set_ylabel("bits", fontsize=9)
    axes.set_ylim(bottom=0)
    axes.set_title(title, fontsize=9, loc="left")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=8, frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return _svg(figure)


def _thinned(values: Sequence[Fraction], count: int = 25) -> list[Fraction]:
    """Return at most so many values, spread evenly over the sorted list, the largest one included."""
    if len(values) <= count:
        return list(values)
    return [values[k * (len(values) - 1) // (count - 1)] for k in range(count)]


def _plotted(values: Sequence[Fraction]) -> list[float]:
    """Round to floats: coordinates of a picture."""
    return [float(value) for value in values]


def _svg(figure: object) -> str:
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "exact", "font.family": "sans-serif"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})  # type: ignore[attr-defined]
    text = buffer.getvalue()
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # names such as axes_1 occur in every picture of a page: keep those that the picture refers to (they are hashes)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))
    return re.sub(r' id="([^"]*)"', lambda match: match[0] if match[1] in used else "", text)
