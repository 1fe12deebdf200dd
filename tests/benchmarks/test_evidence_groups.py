"""Every feature belongs to a group, so an ablation leaves none out."""

import pytest

from benchmarks.evidence_groups import UNNAMED, group_of, groups_of
from detectors.run import DETECTORS


@pytest.mark.parametrize("detector", list(DETECTORS))
def test_every_feature_has_a_group(detector: str) -> None:
    features = DETECTORS[detector].features
    assert [feature.name for feature in features if group_of(feature) == UNNAMED] == []
    assert len(groups_of(features)) > 1
