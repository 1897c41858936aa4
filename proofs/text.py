r"""The readable form of a proof file: text in, parsed items out.

The form is this::

    lemma NAME
      for all integers m, k; reals x
      given m >= 0, k >= 0
      show  pow(m + 1, k) >= choose(m, k)
      by induction on k from 0
      case k = 0
        a: by pow-zero with b := m + 1
        q: pow(m + 1, 0) >= 1
      case k + 1
        ...

A step is ``by NAME with x := TERM, ... using FACT, ...``, ``by integrality of FACT``,
``by antisymmetry of FACT, FACT``, or a comparison, perhaps followed by its certificate
``[ = 2*a*b + 1/4*(x - y)^2 + h0*{m + 1} ]`` or by ``from FACT, ...``, which says where to look for one.
A line that stands deeper than its step belongs to it; ``#`` begins a comment. The last step is the conclusion unless a
line ``qed NAME`` follows.

Untrusted: what is read here is written as JSON, and the checker reads that.

Dictionary:
    Draft: a comparison whose certificate is to be found, with the facts that may be used (empty: all).
    parse: the items of a text; a lemma may contain drafts.
    parse_term, parse_comparison: a term and a comparison.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from proofs.errors import MalformedProofError
from proofs.syntax import (
    Antisymmetry,
    Arithmetic,
    Cases,
    CertificateTerm,
    Citation,
    Comparison,
    Induction,
    Integrality,
    Item,
    Lemma,
    Piecewise,
    Proof,
    Recursion,
    RecursionCase,
    Sort,
    Split,
    Step,
    Steps,
    Symbol,
    Term,
    Use,
)

_TOKEN = re.compile(r"\s*(?:(\d+/\d+|\d+)|([A-Za-z][A-Za-z0-9_]*)|(>=|:=|[-+*^(){}\[\],=>]))")
_LABEL = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SORTS = {"integer": "Z", "integers": "Z", "real": "R", "reals": "R"}


class Draft(NamedTuple):
    """A comparison whose certificate is to be found."""

    identifier: str
    conclusion: Comparison
    sources: tuple[str, ...]


class _Line(NamedTuple):
    """One logical line: its number, its indentation and its text."""

    number: int
    indent: int
    text: str


def _error(line: int, problem: str) -> MalformedProofError:
    """Return the refusal of a line."""
    return MalformedProofError(problem, line=line)


# ------------------------------------------------------------------------------------------------------------ terms


class _Tokens:
    """The tokens of one line and the position in them."""

    def __init__(self, text: str, line: int) -> None:
        """Split the text."""
        self.line = line
        self.tokens: list[str] = []
        position = 0
        text = text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _error(line, f"cannot read {text[position:].strip()[:20]!r}")
            self.tokens.append(match.group().strip())
            position = match.end()
        self.position = 0

    @property
    def next(self) -> str:
        """The next token, or an empty string at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        """Return the next token and go on."""
        token = self.next
        if not token or (expected and token != expected):
            raise _error(self.line, f"must have {expected or 'more'} here, not {token or 'the end of the line'}")
        self.position += 1
        return token

    def accept(self, token: str) -> bool:
        """Go on if the next token is this one."""
        if self.next == token:
            self.position += 1
            return True
        return False

    def identifier(self) -> str:
        """Return a name."""
        token = self.take()
        if not token[0].isalpha():
            raise _error(self.line, f"must have a name here, not {token}")
        return token

    def end(self) -> None:
        """Refuse what is left over."""
        if self.next:
            raise _error(self.line, f"must end here, not go on with {self.next}")


def _number(token: str) -> int | Fraction:
    """Return a number; a fraction that is an integer becomes one."""
    value = Fraction(token)
    return value.numerator if value.denominator == 1 else value


def _factor(tokens: _Tokens) -> Term:
    """Return a number, a name, an application or a term in parentheses, perhaps with an exponent."""
    term: Term
    if tokens.accept("("):
        term = _sum(tokens)
        tokens.take(")")
    elif tokens.accept("-"):
        if tokens.next[:1].isdigit():
            term = -_number(tokens.take())
        else:
            return ("-", 0, _factor(tokens))
    elif tokens.next[:1].isdigit():
        term = _number(tokens.take())
    else:
        term = tokens.identifier()
        if tokens.accept("("):
            arguments = [_sum(tokens)]
            while tokens.accept(","):
                arguments.append(_sum(tokens))
            tokens.take(")")
            term = (term, *arguments)
    if tokens.accept("^"):
        exponent = tokens.take()
        if not exponent.isdigit():
            raise _error(tokens.line, f"an exponent must be a number, not {exponent}; use a power function")
        term = ("^", term, int(exponent))
    return term


def _product(tokens: _Tokens) -> Term:
    """Return a product."""
    factors = [_factor(tokens)]
    while tokens.accept("*"):
        factors.append(_factor(tokens))
    return ("*", *factors) if len(factors) > 1 else factors[0]


def _sum(tokens: _Tokens) -> Term:
    """Return a sum; neighbouring summands form one sum."""
    parts: list[Term] = [_product(tokens)]
    while tokens.next in ("+", "-"):
        if tokens.take() == "+":
            parts.append(_product(tokens))
        else:
            left = ("+", *parts) if len(parts) > 1 else parts[0]
            parts = [("-", left, _product(tokens))]
    return ("+", *parts) if len(parts) > 1 else parts[0]


def _comparison(tokens: _Tokens) -> Comparison:
    """Return a comparison."""
    left = _sum(tokens)
    relation = tokens.take()
    if relation not in ("=", ">=", ">"):
        raise _error(tokens.line, f"a relation must be =, >= or >, not {relation}")
    return Comparison(left, relation, _sum(tokens))


def parse_term(text: str, line: int = 0) -> Term:
    """Return the term that a text says."""
    tokens = _Tokens(text, line)
    term = _sum(tokens)
    tokens.end()
    return term


def parse_comparison(text: str, line: int = 0) -> Comparison:
    """Return the comparison that a text says."""
    tokens = _Tokens(text, line)
    comparison = _comparison(tokens)
    tokens.end()
    return comparison


def _names(tokens: _Tokens) -> tuple[str, ...]:
    """Return names separated by commas."""
    names = [tokens.identifier()]
    while tokens.accept(","):
        names.append(tokens.identifier())
    return tuple(names)


# ------------------------------------------------------------------------------------------------------------ steps


def _summand(tokens: _Tokens) -> CertificateTerm:
    """Return one summand of a certificate."""
    coefficient = Fraction(1)
    facts: list[str] = []
    squares: list[Term] = []
    multiplier: Term | None = None
    while True:
        if tokens.accept("("):
            squares.append(_sum(tokens))
            tokens.take(")")
            tokens.take("^")
            tokens.take("2")
        elif tokens.accept("{"):
            multiplier = _sum(tokens)
            tokens.take("}")
        elif tokens.next[:1].isalpha():
            facts.append(tokens.identifier())
        else:
            sign = -1 if tokens.accept("-") else 1
            number = tokens.take()
            if not number[0].isdigit():
                raise _error(tokens.line, f"must have a number here, not {number}")
            coefficient *= sign * Fraction(number)
        if not tokens.accept("*"):
            return CertificateTerm(coefficient, tuple(facts), tuple(squares), multiplier)


def _certificate(tokens: _Tokens) -> tuple[CertificateTerm, ...]:
    """Return a certificate; a single 0 is the empty one."""
    tokens.take("[")
    tokens.take("=")
    if tokens.accept("0"):
        tokens.take("]")
        return ()
    summands = [_summand(tokens)]
    while tokens.accept("+"):
        summands.append(_summand(tokens))
    tokens.take("]")
    return tuple(summands)


def _use(identifier: str, lemma: str, rest: str, line: int) -> Use:
    """Return a step by a lemma."""
    values: list[tuple[str, Term]] = []
    premises: tuple[str, ...] = ()
    tokens = _Tokens(rest, line)
    if tokens.accept("with"):
        while True:
            name = tokens.identifier()
            tokens.take(":=")
            values.append((name, _sum(tokens)))
            if not tokens.accept(","):
                break
    if tokens.accept("using"):
        premises = _names(tokens)
    tokens.end()
    return Use(identifier, lemma, tuple(values), premises)


def _step(line: _Line) -> Step | Draft:
    """Return the step of a line."""
    match = re.fullmatch(r"([A-Za-z][A-Za-z0-9_]*):\s*(.*)", line.text)
    if match is None:
        raise _error(line.number, f"must be a step `name: ...`, not {line.text[:40]!r}")
    identifier, body = match.groups()
    by = re.fullmatch(rf"by\s+({_LABEL}|IH\d+)(\s+.*)?", body)
    if by is None:
        tokens = _Tokens(body, line.number)
        conclusion = _comparison(tokens)
        if tokens.next == "[":
            certificate = _certificate(tokens)
            tokens.end()
            return Arithmetic(identifier, conclusion, certificate)
        sources = _names(tokens) if tokens.accept("from") else ()
        tokens.end()
        return Draft(identifier, conclusion, sources)
    lemma, rest = by.group(1), by.group(2) or ""
    if lemma in ("integrality", "antisymmetry"):
        tokens = _Tokens(rest, line.number)
        tokens.take("of")
        names = _names(tokens)
        tokens.end()
        if len(names) != (1 if lemma == "integrality" else 2):
            raise _error(
                line.number, f"{lemma} must be of {1 if lemma == 'integrality' else 2} facts, not {len(names)}"
            )
        if lemma == "integrality":
            return Integrality(identifier, names[0])
        return Antisymmetry(identifier, (names[0], names[1]))
    return _use(identifier, lemma, rest, line.number)


# ------------------------------------------------------------------------------------------------------------ lines


def _lines(text: str) -> list[_Line]:
    """Return the logical lines: comments removed, continuation lines joined to the line that they belong to."""
    lines: list[_Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        content = raw.split("#")[0].rstrip()
        if not content.strip():
            continue
        indent = len(content) - len(content.lstrip())
        previous = lines[-1] if lines else None
        if previous is not None and indent > previous.indent and _may_continue(previous.text):
            lines[-1] = previous._replace(text=f"{previous.text} {content.strip()}")
        else:
            lines.append(_Line(number, indent, content.strip()))
    return lines


def _may_continue(text: str) -> bool:
    """Say whether deeper lines belong to this line: headings of items and cases have lines of their own below."""
    return not re.match(r"(lemma|citation|function|case)\b(?!:)", text)


class _Block:
    """The lines of one item and the position in them."""

    def __init__(self, lines: list[_Line]) -> None:
        """Begin at the first line."""
        self.lines = lines
        self.position = 0

    @property
    def next(self) -> _Line:
        """The next line; beyond the last one an empty line."""
        if self.position < len(self.lines):
            return self.lines[self.position]
        return _Line(self.lines[-1].number + 1, -1, "")

    def take(self) -> _Line:
        """Return the next line and go on."""
        line = self.next
        self.position += 1
        return line

    def starting(self, pattern: str) -> re.Match[str] | None:
        """Go on if the next line has this form."""
        match = re.fullmatch(pattern, self.next.text)
        if match is not None:
            self.position += 1
        return match


def _branches(block: _Block, above: int, headings: tuple[str, str]) -> tuple[Proof, Proof]:
    """Return the proofs of two cases."""
    proofs: list[Proof] = []
    for heading in headings:
        line = block.take()
        found = line.text.removeprefix("case").strip()
        if not line.text.startswith("case") or found.replace(" ", "") != heading.replace(" ", ""):
            raise _error(line.number, f"must be `case {heading}`, not {line.text[:40]!r}")
        if line.indent < above:
            raise _error(line.number, "a case must not stand further left than its proof")
        proofs.append(_proof(block, line.indent + 1))
    return proofs[0], proofs[1]


def _proof(block: _Block, indent: int) -> Proof:
    """Return the proof that begins at the next line and stands at least this deep."""
    line = block.next
    if line.indent < indent:
        raise _error(line.number, "a proof must stand here")
    match = block.starting(r"by (induction on|splitting) (\w+) (?:from|at) (-?\d+)")
    if match:
        name, base = match.group(2), int(match.group(3))
        zero, successor = _branches(block, line.indent, (f"{name} = {base}", f"{name} + 1"))
        if match.group(1) == "splitting":
            return Split(name, base, zero, successor)
        return Induction(name, base, zero, successor)
    match = block.starting(r"by cases on (.*)")
    if match:
        term = parse_term(match.group(1), line.number)
        positive, otherwise = _branches(block, line.indent, (f"{match.group(1)} > 0", f"0 >= {match.group(1)}"))
        return Cases(term, positive, otherwise)
    steps: list[Step | Draft] = []
    while block.next.indent == line.indent and not re.match(r"(qed|case)\b(?!:)", block.next.text):
        steps.append(_step(block.take()))
    ending = block.starting(r"qed (\w+)") if block.next.indent == line.indent else None
    if ending is None and not steps:
        raise _error(line.number, "a proof must have a step")
    qed = ending.group(1) if ending else steps[-1].identifier
    return Steps(tuple(steps), qed)  # type: ignore[arg-type]  # drafts are completed before anything else sees them


# ------------------------------------------------------------------------------------------------------------ items


def _variables(text: str, line: int) -> tuple[tuple[str, Sort], ...]:
    """Return ``integers m, k; reals x`` as variables with sorts."""
    result: list[tuple[str, Sort]] = []
    for part in text.split(";"):
        word, _, names = part.strip().partition(" ")
        if word not in _SORTS:
            raise _error(line, f"must be integers or reals, not {word!r}")
        result += [(name, _SORTS[word]) for name in _names(_Tokens(names, line))]
    return tuple(result)


def _statement(block: _Block, name: str) -> Lemma | Citation:
    """Return a lemma or a citation after its first line."""
    variables: list[tuple[str, Sort]] = []
    hypotheses: list[Comparison] = []
    while True:
        line = block.next
        if match := block.starting(r"for all (.*)"):
            variables += _variables(match.group(1), line.number)
        elif match := block.starting(r"given (.*)"):
            tokens = _Tokens(match.group(1), line.number)
            hypotheses.append(_comparison(tokens))
            while tokens.accept(","):
                hypotheses.append(_comparison(tokens))
            tokens.end()
        else:
            break
    match = block.starting(r"show (.*)")
    if match is None:
        raise _error(block.next.number, "must say `show` and the conclusion here")
    conclusion = parse_comparison(match.group(1), line.number)
    if source := block.starting(r"source (\w+)"):
        return Citation(name, tuple(variables), tuple(hypotheses), conclusion, source.group(1))
    return Lemma(name, tuple(variables), tuple(hypotheses), conclusion, _proof(block, 0))


def _function(block: _Block, name: str, parameters: str, result: str, line: int) -> Symbol | Recursion | Piecewise:
    """Return a function after its first line."""
    names: list[tuple[str, Sort]] = []
    bases: list[int | None] = []
    for part in parameters.split(","):
        match = re.fullmatch(r"\s*(\w+)\s*:\s*(integer|real)(?:\s+from\s+(-?\d+))?\s*", part)
        if match is None:
            raise _error(line, f"a parameter must be `name: integer`, not {part.strip()!r}")
        names.append((match.group(1), _SORTS[match.group(2)]))
        bases.append(int(match.group(3)) if match.group(3) else None)
    sort = _SORTS[result]
    descent = block.starting(r"descending on (\w+)")
    equations: list[tuple[str, Term, str, int]] = []
    while block.next.text:
        entry = block.take()
        match = re.fullmatch(rf"({_LABEL}):\s*(.*?)\s*=\s*(.*)", entry.text)
        if match is None:
            raise _error(entry.number, f"must be an equation `name: {name}(...) = ...`, not {entry.text[:40]!r}")
        equations.append((match.group(1), parse_term(match.group(2), entry.number), match.group(3), entry.number))
    if not equations:
        return Symbol(name, tuple(names), sort)
    plain = (name, *(parameter for parameter, _ in names))
    if len(equations) == 2 and equations[1][2].endswith(" otherwise"):
        value, _, condition = equations[0][2].partition(" if ")
        test = parse_comparison(condition, equations[0][3])
        if (test.relation, test.right) != (">", 0) or {equations[0][1], equations[1][1]} != {plain}:
            raise _error(equations[0][3], "must be `f(x) = TERM if TERM > 0` and `f(x) = TERM otherwise`")
        other = parse_term(equations[1][2].removesuffix(" otherwise"), equations[1][3])
        labels = (equations[0][0], equations[1][0])
        return Piecewise(name, tuple(names), sort, test.left, labels, parse_term(value, equations[0][3]), other)
    cases = [
        RecursionCase(label, _patterns(left, plain, bases, number), parse_term(value, number))
        for label, left, value, number in equations
    ]
    return Recursion(name, tuple(names), tuple(bases), sort, descent.group(1) if descent else None, tuple(cases))


def _patterns(left: Term, plain: tuple[str, ...], bases: list[int | None], line: int) -> tuple[str, ...]:
    """Return the patterns of the left side of an equation."""
    if not isinstance(left, tuple) or len(left) != len(plain) or left[0] != plain[0]:
        raise _error(line, f"the left side must be {plain[0]} with {len(plain) - 1} arguments")
    patterns: list[str] = []
    for argument, parameter, base in zip(left[1:], plain[1:], bases, strict=True):
        forms = {"any": parameter, "zero": base, "succ": ("+", parameter, 1)}
        found = [pattern for pattern, form in forms.items() if form == argument and form is not None]
        if not found:
            raise _error(line, f"the argument must be {parameter}, {base} or {parameter} + 1")
        patterns.append(found[0])
    return tuple(patterns)


def _item(block: _Block) -> Item:
    """Return the item of a block."""
    line = block.next
    if match := block.starting(rf"(lemma|citation) ({_LABEL})"):
        item: Item = _statement(block, match.group(2))
        if isinstance(item, Lemma) != (match.group(1) == "lemma"):
            raise _error(line.number, "a citation must have a source, and a lemma must have a proof")
    elif match := block.starting(r"function (\w+)\((.*)\): (integer|real)"):
        item = _function(block, match.group(1), match.group(2), match.group(3), line.number)
    else:
        raise _error(line.number, f"must begin with lemma, citation or function, not {line.text[:40]!r}")
    if block.next.text:
        raise _error(block.next.number, f"must end here, not go on with {block.next.text[:40]!r}")
    return item


def parse(text: str) -> tuple[Item, ...]:
    """Return the items of a text.

    Args:
        text: the readable form.

    Returns:
        The items; steps of lemmas whose certificates are not written are drafts.

    Raises:
        MalformedProofError: with the line.
    """
    blocks: list[list[_Line]] = []
    for line in _lines(text):
        if line.indent == 0:
            blocks.append([])
        if not blocks:
            raise _error(line.number, "an item must begin at the left margin")
        blocks[-1].append(line)
    return tuple(_item(_Block(lines)) for lines in blocks)
