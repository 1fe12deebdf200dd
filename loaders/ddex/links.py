"""Which releases hold which recordings, by what the message says and, where it says nothing, by what is beyond doubt."""

from collections.abc import Callable

from loaders.ddex.values import Message, Release, Resource


def holders_of(message: Message, acts: Callable[[Resource | Release], frozenset[str]]) -> dict[int, list[Release]]:
    """By the `id()` of a resource, the releases that hold it.

    A release refers to its resources. A recording that is part of another (a DJ mix) is held where that one is. Some senders
    leave the references out altogether: then a recording belongs to the only release without references, or to the only one
    of those with the very same main artists.

    Args:
        acts: the main artists of a resource or release, in any form that can be compared.
    """
    by_reference: dict[str, list[Release]] = {}
    for release in message.releases:
        for reference in release.resources:
            by_reference.setdefault(reference, []).append(release)
    for resource in message.resources:
        for reference in resource.contains:
            held = by_reference.get(resource.reference, [])
            known = by_reference.setdefault(reference, [])
            known.extend(release for release in held if release not in known)
    bare = [release for release in message.releases if not release.resources]
    by_acts: dict[frozenset[str], list[Release]] = {}
    if len(bare) > 1:
        for release in bare:
            by_acts.setdefault(acts(release), []).append(release)
    holders: dict[int, list[Release]] = {}
    for resource in message.resources:
        held = by_reference.get(resource.reference, [])
        if not held and bare:
            same = bare if len(bare) == 1 else by_acts.get(acts(resource), [])
            held = same if len(same) == 1 else []
        holders[id(resource)] = held
    return holders
