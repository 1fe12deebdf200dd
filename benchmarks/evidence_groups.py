"""Which group of evidence a feature belongs to: the feature's own, or for features that name none, by the words of its name."""

import re
from collections.abc import Iterable
from typing import Final

from detectors.evidence import Feature

UNNAMED: Final = "other"
PATTERNS: Final = {
    "money": "payee|account|operator",
    "audio": "fingerprint",
    "image": "cover|image_ties",
    "text": "template_titles|word_reuse",
    "people": "contributor|invented|people|closed_credits",
    "trade": "registrant|isrc|p_line|label",
    "behaviour": "stream(?!_manipulation)|followed|same_followers",
    "time": "lockstep|made_|pace|young|established|cohort",
    "catalogue": "short_share|same_length",
    "description": "biography|urls|no_image|verified|registered",
    "signals": "signal|disclosed",
    "size": "many_members|ways_tied|ties_inside",
    "identity": "same_acts",
}
"""The first pattern that is found in a name decides."""


def group_of(feature: Feature) -> str:
    """The group, `other` where neither the feature nor its name tells one."""
    if feature.group != UNNAMED:
        return feature.group
    return next((group for group, pattern in PATTERNS.items() if re.search(pattern, feature.name)), UNNAMED)


def groups_of(features: Iterable[Feature]) -> list[str]:
    """The groups there are, in order of the alphabet."""
    return sorted({group_of(feature) for feature in features})
