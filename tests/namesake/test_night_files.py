"""What a night writes between its stages is read back as it was."""

from pathlib import Path

from detectors.evidence import read_model
from detectors.run import DetectOptions, detect
from graph.snapshot import snapshot_from_records
from namesake.night_files import read_detection, write_detection
from simulation import simulate


def test_a_detection_is_read_back_as_it_was(tmp_path: Path) -> None:
    attacked, quiet = (snapshot_from_records(simulate(600, 21, kind, "acts").records) for kind in ("standard", "quiet"))
    for number, snapshot in enumerate((attacked, quiet)):
        detection = detect(snapshot, model=read_model(), options=DetectOptions(min_score=0.0))
        write_detection(tmp_path / f"{number}.json", detection)
        assert read_detection(tmp_path / f"{number}.json") == detection
    assert detection.prior_shift < 0
