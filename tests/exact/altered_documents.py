"""Copies of JSON documents with a flaw, for the tests of certificates."""

import json


def altered(base, *changes):
    """A copy of a document in which the value at each path is another one; `...` removes it."""
    result = json.loads(json.dumps(base))  # a part that stands twice in a document is altered in one place only
    for (*way, last), value in changes:
        place = result
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return result
