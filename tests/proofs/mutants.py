"""Mutants of a Python file: one small change each, for the test that some proof file notices it."""

import ast
import copy

COMPARISONS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATIONS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}


def _changes(node):
    """Yield (what, function that changes a copy of the node in place)."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (False, True) if not isinstance(node, ast.While) else ():
            yield f"condition is {value}", lambda n, v=value: setattr(n, "test", ast.Constant(v))
    if isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            yield f"operand {index} dropped", lambda n, i=index: n.values.pop(i)
    if isinstance(node, ast.comprehension):
        for index in range(len(node.ifs)):
            yield f"filter {index} dropped", lambda n, i=index: n.ifs.pop(i)
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            new = COMPARISONS[type(operator)]
            yield f"comparison {index} becomes {new.__name__}", lambda n, i=index, c=new: n.ops.__setitem__(i, c())
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        new = OPERATIONS[type(node.op)]
        yield f"operation becomes {new.__name__}", lambda n, c=new: setattr(n, "op", c())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda n: setattr(n, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield "constant plus one", lambda n: setattr(n, "value", n.value + 1)


def _nodes(tree):
    """Return the nodes of a tree in a fixed order."""
    return list(ast.walk(tree))


def mutants(source, kind=""):
    """Yield (function, line of text, what was changed, source of the mutant) for one kind of change, or for all."""
    tree = ast.parse(source)
    lines = source.splitlines()
    owner = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for inner in ast.walk(function):
                owner[inner] = function.name
    silent = set()  # annotations are never evaluated, and type aliases are nothing but annotations
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if getattr(node, field, None) is not None:
                silent.update(ast.walk(getattr(node, field)))
    for position, node in enumerate(_nodes(tree)):
        if node in silent:
            continue
        for what, change in _changes(node):
            if kind not in what:
                continue
            mutant = copy.deepcopy(tree)
            change(_nodes(mutant)[position])
            line = getattr(node, "lineno", None) or node.iter.lineno
            text = ast.unparse(ast.fix_missing_locations(mutant))
            yield owner.get(node, "module"), lines[line - 1].strip(), what, text
