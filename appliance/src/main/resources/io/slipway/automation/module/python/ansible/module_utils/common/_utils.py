"""Small helpers."""


def get_all_subclasses(cls):
    """Children of a class, and theirs, once each."""
    found = set()
    waiting = list(cls.__subclasses__())
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting.extend(child for child in one.__subclasses__() if child not in found)
    return found
