"""A process knows whether it is the only one that serves a database."""

from pathlib import Path

from storage.alone import alone


def test_the_second_of_two_is_not_alone_and_the_next_one_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    with alone(url) as first, alone(url) as second:
        both = (first, second)
    with alone(url) as later:
        assert (*both, later) == (True, False, True)


def test_where_replicas_may_run_nobody_is_alone() -> None:
    with alone("postgresql://somewhere/hub") as found:
        assert not found
