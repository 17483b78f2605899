"""The benchmark of ranking does what the product does, on a small scale."""

from pathlib import Path

from benchmarks import ranking


def test_a_request_is_ranked_among_experts_who_have_profiles(tmp_path: Path) -> None:
    found = ranking.measure(60, 4, tmp_path)

    assert found["candidates"] > 0
    assert found["ranked_p99_ms"] >= found["ranked_p50_ms"] > 0
