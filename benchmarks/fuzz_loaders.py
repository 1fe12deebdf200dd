"""Coverage-guided fuzzing of the loaders: bytes that reach new code are kept and changed further, for some seconds a file.

    python benchmarks/fuzz_loaders.py --seconds 60
    python benchmarks/fuzz_loaders.py --source discogs --seconds 600

Starts from the small valid files of `tests/strategies/hostile.py`, and checks what every loader's output must keep to. A file that
breaks a loader is kept, with the way to load it again; the exit code is 1 if there was one. Needs atheris (Linux, CPython).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # `tests` is no installed package
INSTALL: Final = "install it with `pip install atheris`"
MAX_BYTES: Final = 20_000
TOO_SLOW: Final = 10
"""Seconds for one file; longer counts as a fault."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for each seed file")
    parser.add_argument("--source", help="one source only, such as discogs")
    parser.add_argument("--keep", type=Path, default=Path("fuzz_findings"), help="folder for files that break a loader")
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    try:
        import atheris  # noqa: F401
    except ImportError:
        print(f"error: atheris is not there\nhint: {INSTALL}", file=sys.stderr)
        return 1
    if arguments.seed is not None:
        fuzz(arguments.source, arguments.seed, arguments.seconds, arguments.keep)
    return fuzz_all(arguments.source, arguments.seconds, arguments.keep)


def fuzz_all(only: str | None, seconds: int, keep: Path) -> int:
    """Each seed in a process of its own: libFuzzer leaves by ending the process."""
    from tests.strategies.hostile import SEEDS

    keep.mkdir(parents=True, exist_ok=True)
    broken = []
    for source in [only] if only else SEEDS:
        for number, (_, name, _) in enumerate(SEEDS[source]):
            command = [sys.executable, __file__, "--source", source, "--seed", str(number)]
            command += ["--seconds", str(seconds), "--keep", str(keep)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            reached = [line.partition(" cov: ")[2].split()[0] for line in done.stderr.splitlines() if " cov: " in line]
            tried = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
            verdict = "BROKEN" if done.returncode else "ok"
            print(f"{source} {name}: {verdict}, {''.join(tried)} files, {''.join(reached[-1:])} branches", flush=True)
            if done.returncode:
                broken.append(f"{source} {name}")
                print(done.stderr[-4000:], file=sys.stderr)
    return 1 if broken else 0


def fuzz(source: str, number: int, seconds: int, keep: Path) -> None:
    """Fuzz one seed file; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["loaders", "graph"], enable_loader_override=False):
        from tests.loaders.test_hostile import READERS
        from tests.strategies.hostile import SEEDS, filled, read_everything

    seed = SEEDS[source][number]
    folder = Path(tempfile.mkdtemp(prefix="fuzz_"))
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "seed").write_text(filled(seed, "Nova"))
    (corpus / "other").write_text(filled(seed, "N\u200bo\u202eva|\\'\x85"))
    file = folder / seed[1]

    def try_bytes(data: bytes) -> None:
        file.write_bytes(data)
        read_everything(READERS[source], file)

    found = keep / f"{source}_{seed[1]}_"
    flags = [f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", f"-timeout={TOO_SLOW}", f"-artifact_prefix={found}"]
    atheris.Setup([sys.argv[0], *flags, "-rss_limit_mb=2048", "-print_final_stats=1", str(corpus)], try_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
