r"""Mathematics as MathML, written when the pages are built: browsers show it without a script and without the network.

A formula that latex2mathml does not understand whole is a warning, so the build fails rather than show raw TeX.
"""

from __future__ import annotations

import html
import re

from docutils import nodes
from latex2mathml.converter import convert
from latex2mathml.exceptions import NoAvailableTokensError
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
RAW_COMMAND = re.compile(r"\\[A-Za-z]+")


def mathml(latex: str, display: str, node: nodes.Element) -> str:
    """Return a formula as MathML; warn where a command of TeX is left in it."""
    try:
        result: str = convert(latex, display=display)
    except (IndexError, KeyError, NoAvailableTokensError, ValueError) as error:
        LOGGER.warning("formula not understood (%r): %s", error, latex, location=node)
        return f"<code>{html.escape(latex)}</code>"
    for command in RAW_COMMAND.findall(result):
        LOGGER.warning("%s is unknown in the formula %s", command, latex, location=node)
    return result


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula inside a line."""
    self.body.append(mathml(node.astext(), "inline", node))
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula, with its anchor if it has a label."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(mathml(node.astext(), "block", node))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer under the name `mathml`."""
    app.add_html_math_renderer("mathml", inline_renderers=(visit_inline, None), block_renderers=(visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
