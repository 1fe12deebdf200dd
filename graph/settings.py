"""The one table of settings: name, default, unit and help feed the parser, `doctor --settings` and the docs."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from dotenv import dotenv_values

from graph.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Setting:
    """One `NAMESAKE_` variable."""

    name: str
    default: str
    unit: str
    help: str
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA_DIR", ".namesake", "folder", "all of an installation's own state: database, snapshots, runs"),
    Setting(
        "CACHE_DIR", "~/.cache/namesake", "folder", "downloaded server jars, shared by every installation of a user"
    ),
    Setting("NEO4J_URI", "", "bolt://, neo4j:// or neo4j+s://", "a server of your own; empty means the embedded one"),
    Setting("NEO4J_USER", "neo4j", "user name", "the user for NAMESAKE_NEO4J_URI"),
    Setting("NEO4J_PASSWORD", "", "password", "the password for NAMESAKE_NEO4J_URI"),
    Setting("NEO4J_DATABASE", "neo4j", "database name", "the database that holds the graph"),
    Setting("HEAP_MB", "512", "MiB", "heap of the embedded server", 256, 65536),
    Setting("PAGE_CACHE_MB", "256", "MiB", "page cache of the embedded server", 32, 262144),
    Setting("START_TIMEOUT_S", "120", "seconds", "how long `up` waits for the embedded server", 5, 3600),
    Setting("QUERY_TIMEOUT_S", "60", "seconds", "a statement that takes longer is cancelled", 1, 86400),
    Setting("BATCH_ROWS", "10000", "rows", "rows written in one transaction", 1, 100000),
    Setting("MAX_BAD_SHARE", "25", "percent", "a delivery stops when more of its rows than this break a rule", 0, 100),
    Setting(
        "DROP_DIR", "", "folder", "where `nightly` finds deliveries; empty means the folder `drop` in NAMESAKE_DATA_DIR"
    ),
    Setting(
        "DROP_SETTLE_S",
        "60",
        "seconds",
        "a delivery that changed less than this ago waits for the next night",
        0,
        86400,
    ),
    Setting(
        "NIGHTS_KEPT", "7", "nights", "the newest nights keep their snapshots, older ones only their reports", 1, 10000
    ),
    Setting("HOST", "127.0.0.1", "address", "the address that `serve` listens on"),
    Setting("PORT", "8000", "port", "the port that `serve` listens on; 0 means any free one", 0, 65535),
    Setting(
        "ALLOWED_HOSTS",
        "",
        "host names, by comma",
        "names besides its own under which `serve` answers, such as a proxy's",
    ),
    Setting(
        "CORS_ORIGINS", "", "origins, by comma", "web pages of other origins that may ask, such as https://tool.example"
    ),
    Setting("OIDC_ISSUER", "", "address", "who signs bearer tokens; empty means API keys alone"),
    Setting("OIDC_AUDIENCE", "", "name", "whom a bearer token must be meant for"),
    Setting("OIDC_JWKS_URL", "", "address", "the issuer's keys; empty means those its discovery document names"),
    Setting("OIDC_ROLE_CLAIM", "roles", "claim", "where a token says its roles; dots lead into objects"),
    Setting(
        "OIDC_CLIENT_ID", "", "name", "this service's name at the issuer; with one, people sign in there from the page"
    ),
    Setting("OIDC_CLIENT_SECRET", "", "password", "the secret of that name; empty for a public client"),
    Setting("OIDC_SCOPES", "openid profile email", "scopes, by space", "what a sign-in asks the issuer for"),
    Setting(
        "PUBLIC_ADDRESS",
        "",
        "address",
        "where people open the page, such as https://namesake.example; empty means NAMESAKE_HOST and NAMESAKE_PORT",
    ),
    Setting(
        "RATE_PER_MINUTE",
        "600",
        "requests",
        "what one key or person, and at the sign-in one address, may ask in a minute",
        1,
        1_000_000,
    ),
    Setting(
        "MAX_COST", "1000000", "fields", "a query that could resolve more is refused before it runs", 100, 100_000_000
    ),
    Setting(
        "INTROSPECTION", "on", "on or off", "whether the API describes its schema to clients", choices=("on", "off")
    ),
    Setting(
        "FEDERATION", "off", "on or off", "whether the API is a part of an Apollo supergraph", choices=("on", "off")
    ),
    Setting("PERSISTED_QUERIES", "", "folder or JSON file", "the only queries that are answered; empty means any"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as read, passed to whatever needs them. `drop_dir`: None for the folder `drop` in `data_dir`."""

    data_dir: Path
    cache_dir: Path
    neo4j_uri: str
    neo4j_user: str
    neo4j_password: str
    neo4j_database: str
    heap_mb: int
    page_cache_mb: int
    start_timeout_s: int
    query_timeout_s: int
    batch_rows: int
    max_bad_share: int
    drop_dir: Path | None
    drop_settle_s: int
    nights_kept: int
    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    cors_origins: tuple[str, ...]
    oidc_issuer: str
    oidc_audience: str
    oidc_jwks_url: str
    oidc_role_claim: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_scopes: str
    public_address: str
    rate_per_minute: int
    max_cost: int
    introspection: bool
    federation: bool
    persisted_queries: Path | None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address that is listened on."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_settings(environ: Mapping[str, str] | None = None, *, dotenv: Path | None = Path(".env")) -> Settings:
    """Read every setting: the environment first, then the `.env` file, then the default.

    Raises: BadSetting: a value is out of range or not of its type, or a `NAMESAKE_` variable is not a setting.
    """
    values = dict(dotenv_values(dotenv)) if dotenv is not None and dotenv.is_file() else {}
    values |= os.environ if environ is None else environ
    found = {key.removeprefix("NAMESAKE_"): value for key, value in values.items() if key.startswith("NAMESAKE_")}

    def text(name: str) -> str:
        value = found.get(name)
        return _BY_NAME[name].default if value is None or value == "" else value

    def whole(name: str) -> int:
        setting, value = _BY_NAME[name], text(name)
        number = int(value) if value.isascii() and value.isdigit() else -1
        low, high = setting.low or 0, setting.high or 2**31
        if not low <= number <= high:
            raise BadSetting(
                f"NAMESAKE_{name} is `{value}`, expected a whole number of {setting.unit}, {low} to {high}",
                hint=f"set it to {setting.default}, or unset it for the default",
            )
        return number

    def path(name: str) -> Path | None:
        return Path(text(name)).expanduser().absolute() if text(name) else None

    def words(name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in text(name).split(",") if word.strip())

    def choice(name: str) -> str:
        setting, value = _BY_NAME[name], text(name)
        if value not in setting.choices:
            raise BadSetting(
                f"NAMESAKE_{name} is `{value}`, expected {setting.unit}",
                hint=f"set it to {setting.default}, or unset it for the default",
            )
        return value

    return Settings(
        data_dir=Path(text("DATA_DIR")).expanduser().absolute(),
        cache_dir=Path(text("CACHE_DIR")).expanduser().absolute(),
        neo4j_uri=text("NEO4J_URI"),
        neo4j_user=text("NEO4J_USER"),
        neo4j_password=text("NEO4J_PASSWORD"),
        neo4j_database=text("NEO4J_DATABASE"),
        heap_mb=whole("HEAP_MB"),
        page_cache_mb=whole("PAGE_CACHE_MB"),
        start_timeout_s=whole("START_TIMEOUT_S"),
        query_timeout_s=whole("QUERY_TIMEOUT_S"),
        batch_rows=whole("BATCH_ROWS"),
        max_bad_share=whole("MAX_BAD_SHARE"),
        drop_dir=path("DROP_DIR"),
        drop_settle_s=whole("DROP_SETTLE_S"),
        nights_kept=whole("NIGHTS_KEPT"),
        host=text("HOST"),
        port=whole("PORT"),
        allowed_hosts=words("ALLOWED_HOSTS"),
        cors_origins=words("CORS_ORIGINS"),
        oidc_issuer=text("OIDC_ISSUER"),
        oidc_audience=text("OIDC_AUDIENCE"),
        oidc_jwks_url=text("OIDC_JWKS_URL"),
        oidc_role_claim=text("OIDC_ROLE_CLAIM"),
        oidc_client_id=text("OIDC_CLIENT_ID"),
        oidc_client_secret=text("OIDC_CLIENT_SECRET"),
        oidc_scopes=text("OIDC_SCOPES"),
        public_address=text("PUBLIC_ADDRESS").rstrip("/"),
        rate_per_minute=whole("RATE_PER_MINUTE"),
        max_cost=whole("MAX_COST"),
        introspection=choice("INTROSPECTION") == "on",
        federation=choice("FEDERATION") == "on",
        persisted_queries=path("PERSISTED_QUERIES"),
    )
