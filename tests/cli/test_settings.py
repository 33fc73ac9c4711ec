"""Settings: where they come from, and what is refused."""

from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.settings import load
from pipeline.settings.load import leaves, variable
from pipeline.settings.model import Settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in leaves(Settings):
        monkeypatch.delenv(variable(path), raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A settings file that sets two things."""
    path = tmp_path / "readout.toml"
    path.write_text('[kafka]\ngroup_id = "of-file"\nclient_id = "of-file"\n[batch]\nmax_records = 5\n')
    return path


def test_defaults_hold_without_any_source() -> None:
    """Without flags, environment and file every setting has its default, and no origin."""
    loaded = load()
    assert (loaded.settings.topics.articles, dict(loaded.origins)) == (("news.articles",), {})


def test_flags_go_before_the_environment_and_that_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several sources the nearest to the command wins, setting by setting, and the origin tells which."""
    monkeypatch.setenv("READOUT_KAFKA__GROUP_ID", "of-environment")
    monkeypatch.setenv("READOUT_BATCH__MAX_RECORDS", "6")
    loaded = load(file, {"batch": {"max_records": "7"}})
    assert loaded.settings.kafka.client_id == "of-file"
    assert loaded.settings.kafka.group_id == "of-environment"
    assert loaded.settings.batch.max_records == 7
    assert loaded.origins == {
        "kafka.client_id": str(file),
        "kafka.group_id": "READOUT_KAFKA__GROUP_ID",
        "batch.max_records": "flag",
    }


def test_a_list_in_the_environment_is_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable gives several names by commas."""
    monkeypatch.setenv("READOUT_KAFKA__BOOTSTRAP_SERVERS", "a:9092, b:9092")
    assert load().settings.kafka.bootstrap_servers == ("a:9092", "b:9092")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A settings file that is not there is an error, not an empty one."""
    with pytest.raises(ConfigurationError, match="No such file"):
        load(tmp_path / "missing.toml")


def test_an_unknown_key_is_refused_and_the_likely_one_named(tmp_path: Path) -> None:
    """A misspelt key in the file is an error that names the key that was probably meant."""
    path = tmp_path / "readout.toml"
    path.write_text('[kafka]\ngroup = "x"\n')
    with pytest.raises(ConfigurationError, match=r"kafka\.group .*did you mean kafka\.group_id\?"):
        load(path)


@pytest.mark.parametrize("name", ["READOUT_KAFKA_GROUP_ID", "READOUT_KAFKA__GROUP", "readout_nonsense"])
def test_an_unknown_variable_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of our prefix that sets nothing is an error."""
    monkeypatch.setenv(name, "x")
    with pytest.raises(ConfigurationError, match=rf"{name.upper()}: no such setting"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("READOUT_CONFIG", "x"),
        ("READOUT_REQUIRE_KAFKA", "1"),
        ("READOUT_REQUIRE_BROWSER", "1"),
        ("READOUT_SERVICE_HOST", "10.0.0.1"),
        ("READOUT_SERVICE_PORT", "9464"),
        ("READOUT_PORT", "tcp://10.0.0.1:9464"),
        ("READOUT_METRICS_PORT_9464_TCP_ADDR", "10.0.0.1"),
    ],
)
def test_what_others_put_into_the_environment_is_passed_over(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Kubernetes sets for a Service of our name, and what is no setting, is no error."""
    monkeypatch.setenv(name, value)
    load()


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"batch": {"process_seconds": 900}}, "max_poll_interval_seconds"),
        ({"topics": {"articles": "a", "articles_pattern": "b"}}, "both set"),
        ({"topics": {"articles": "diplomacy.meetings"}}, "feed on itself"),
        ({"topics": {"articles_pattern": ".*"}}, "feed on itself"),
        ({"topics": {"articles_pattern": "("}}, "no regular expression"),
        ({"topics": {"meetings": "x", "dead_letters": "x"}}, "are both x"),
        ({"refusals": {"window": 10}}, "never halt"),
        ({"kafka": {"timeouts": {"request_seconds": 60}}}, "must be under"),
        ({"kafka": {"security": {"username": "u"}}}, "would not send it"),
        ({"kafka": {"security": {"protocol": "SASL_SSL"}}}, "needs username"),
        ({"kafka": {"security": {"protocol": "SSL", "certfile": __file__}}}, "go together"),
        ({"kafka": {"security": {"cafile": __file__}}}, "would not use them"),
        ({"kafka": {"security": {"protocol": "SSL", "cafile": "/no/such"}}}, "No such file"),
        ({"kafka": {"delivery": "twice"}}, "exactly_once"),
        ({"metrics": {"port": 70000}}, "65535"),
    ],
)
def test_what_cannot_work_is_refused(flags: dict[str, object], told: str) -> None:
    """Invalid values and settings that contradict each other are errors before anything starts."""
    with pytest.raises(ConfigurationError, match=told):
        load(flags=flags)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """One run shows all mistakes, each with its origin."""
    path = tmp_path / "readout.toml"
    path.write_text("[batch]\nmax_records = 0\nattempts = 0\n")
    with pytest.raises(ConfigurationError) as raised:
        load(path)
    assert [line.split(":")[0] for line in str(raised.value).splitlines()] == [
        f"batch.max_records ({path})",
        f"batch.attempts ({path})",
    ]


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    """A password file counts as the password, without the line end that editors add."""
    path = tmp_path / "password"
    path.write_text("s3cret\n")
    security = {"protocol": "SASL_PLAINTEXT", "username": "u", "password_file": str(path)}
    secret = load(flags={"kafka": {"security": security}}).settings.kafka.security.secret("password")
    assert secret is not None
    assert secret.get_secret_value() == "s3cret"


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    """A password and a password file contradict each other."""
    (tmp_path / "password").write_text("one")
    security = {"password": "two", "password_file": str(tmp_path / "password")}
    with pytest.raises(ConfigurationError, match="both set"):
        load(flags={"kafka": {"security": security}})


def test_no_error_tells_a_secret(tmp_path: Path) -> None:
    """What is refused is named, and the password beside it is not shown."""
    path = tmp_path / "readout.toml"
    path.write_text('[kafka.security]\nprotocol = "SASL"\nusername = "u"\npassword = "s3cret"\n')
    with pytest.raises(ConfigurationError) as raised:
        load(path)
    assert "s3cret" not in str(raised.value)
