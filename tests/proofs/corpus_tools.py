"""How the corpus is described: items, steps, and what is expected of each file.

Every refused file differs from an accepted one by one flaw, so that without the one check that it is meant for it would
go through."""

import json

ACCEPT, REJECT, MALFORMED = {}, {}, {}


def lemma(name, variables, hyps, concl, proof):
    """Return a lemma; variables are written ``x:Z y:R``."""
    pairs = [part.split(":") for part in variables.split()]
    return {"item": "lemma", "name": name, "vars": pairs, "hyps": hyps, "concl": concl, "proof": proof}


def steps(*entries, qed="q"):
    """Return a proof without branches."""
    return {"steps": list(entries), "qed": qed}


def arith(identifier, concl, *cert):
    """Return an arithmetic step."""
    return {"id": identifier, "by": "arith", "concl": concl, "cert": list(cert)}


def use(identifier, name, values, *premises):
    """Return a step by a lemma."""
    return {"id": identifier, "by": "use", "lemma": name, "with": values, "from": list(premises)}


def term(*facts, c="1", squares=(), mul=None):
    """Return a summand of a certificate."""
    entry = {"c": c, "facts": list(facts)}
    if squares:
        entry["squares"] = list(squares)
    if mul is not None:
        entry["mul"] = mul
    return entry


def accept(name, items, rests_on=None, cites=None):
    """Expect that all items are accepted; rests_on and cites are written where they are not empty."""
    rests_on, cites = rests_on or {}, cites or {}
    names = [item["name"] for item in items]
    ACCEPT[name] = (items, [{"name": n, "rests_on": rests_on.get(n, []), "cites": cites.get(n, [])} for n in names])


def reject(name, items, place, rule, reason):
    """Expect a refusal at ``lemma step``."""
    lemma_name, step = place.split()
    REJECT[name] = (items, {"lemma": lemma_name, "step": step, "rule": rule, "reason": reason})


def malformed(name, content, field, problem, line=0):
    """Expect that the file is not read."""
    if isinstance(content, list):
        content = dump(content)
    if isinstance(content, str):
        content = content.encode()
    MALFORMED[name] = (content, {"line": line, "field": field, "problem": problem})


def dump(items):
    """Return a proof file."""
    return json.dumps({"format": 1, "items": items}, indent=1) + "\n"


def ge(left, right=0):
    """Return left >= right."""
    return [">=", left, right]


def gt(left, right=0):
    """Return left > right."""
    return [">", left, right]


def eq(left, right=0):
    """Return left = right."""
    return ["=", left, right]


def changed(item, path, value):
    """Return a copy of an item with one value changed, or removed if it is None."""
    copy = json.loads(json.dumps(item))
    *front, last = path
    place = copy
    for key in front:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return copy
