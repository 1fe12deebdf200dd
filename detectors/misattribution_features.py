"""The evidence of misattribution: how the release fits the page, and what surrounds it."""

from detectors.evidence import Feature
from detectors.misattribution_circumstances import CIRCUMSTANCES
from detectors.misattribution_page import PAGE_FEATURES

FEATURES: tuple[Feature, ...] = (*PAGE_FEATURES, *CIRCUMSTANCES)
