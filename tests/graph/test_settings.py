from pathlib import Path

import pytest

from graph.errors import BadSetting
from graph.settings import SETTINGS, read_settings


def test_defaults_come_from_the_table() -> None:
    settings = read_settings({}, dotenv=None)
    assert settings.batch_rows == 10_000
    assert settings.data_dir == Path(".namesake").absolute()


def test_the_environment_goes_before_the_env_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("NAMESAKE_PORT=1234\nNAMESAKE_HEAP_MB=300\n")
    settings = read_settings({"NAMESAKE_PORT": "4321"}, dotenv=file)
    assert (settings.port, settings.heap_mb) == (4321, 300)


@pytest.mark.parametrize("value", ["10k", "0", "-1", "100001", "１０"])
def test_a_number_out_of_range_is_refused_with_its_range(value: str) -> None:
    with pytest.raises(BadSetting, match=r"NAMESAKE_BATCH_ROWS is .* expected a whole number of rows, 1 to 100000"):
        read_settings({"NAMESAKE_BATCH_ROWS": value}, dotenv=None)


def test_every_setting_is_read() -> None:
    fields = {name.upper() for name in read_settings({}, dotenv=None).__dataclass_fields__}
    assert fields == {setting.name for setting in SETTINGS}
