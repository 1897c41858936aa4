"""Configuration of the documentation; `make docs` builds it with every warning an error."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "attention-quarks"
author = "The attention-quarks authors"
copyright = f"2026, {author}"
version = release = installed_version("attention-quarks")

extensions = [
    "mathml",
    "myst_parser",
    "pictures",
    "number_tables",
    "second_paper",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinxcontrib.bibtex",
]
exclude_patterns = ["constraints.txt", "extensions"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_title = f"attention-quarks {release}"
html_math_renderer = "mathml"
html_show_sphinx = False
templates_path: list[str] = []

myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
myst_dmath_double_inline = True

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "alpha"

default_role = "code"  # `name` in a docstring is code, as in Markdown
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_custom_sections = [("Cost", "notes_style"), ("Source", "notes_style"), ("Dictionary", "params_style")]
napoleon_use_ivar = True  # attributes are listed once, in the docstring of the class
napoleon_use_rtype = False  # the first words of a `Returns` are prose, not a type
autodoc_default_options = {"members": True, "member-order": "bysource", "show-inheritance": True}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
add_module_names = False

# The build reads nothing from the network, so names of other libraries have no page to point at.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"\w+|exact\.(text_reader|processor_time)\.Value|exact\.counting\.shard_work\.Outcome",
    ),  # aliases of types in signatures, type variables
    (
        r"py:.*",
        r"(collections|enum|fractions|os|pathlib|random|typing|abc|dataclasses|functools|types|sympy|numpy|typer|rich)\..*",
    ),
]


BAR_OUTSIDE_CODE = re.compile(r"(``.*?``|`.*?`)|\|")


def prepare_docstring(app: object, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:  # noqa: ARG001 - called by autodoc
    """Read a docstring as its author meant it, before napoleon reads it.

    The sentence of a property, up to its first colon, is no type; a bar is an absolute value, no substitution.
    """
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]  # an empty comment
    example = False
    for k, line in enumerate(lines):
        example = line.strip() != "" and (example or line.lstrip().startswith(">>>"))
        if not example:
            lines[k] = BAR_OUTSIDE_CODE.sub(lambda match: match.group(1) or r"\|", line)


def setup(app: Sphinx) -> None:
    """Run before napoleon does."""
    app.connect("autodoc-process-docstring", prepare_docstring, priority=400)
