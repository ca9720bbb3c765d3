"""The benchmarks run: every subject at its tiniest, and the table says what it should."""

from pathlib import Path

import pytest

from benchmarks import run
from benchmarks.figures import Figure, Of, Skipped, Target, table
from benchmarks.measure import Spread, alternate, growth, run_process
from benchmarks.scale import Scale

_WITH_POSTGRES = ("scanning", "storing")


@pytest.mark.slow
@pytest.mark.parametrize("name", run.SUBJECTS)
def test_every_subject_runs_at_tiny_size(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subject gives figures and no excuse, but for a server that nobody named."""
    monkeypatch.delenv("DUBAN_TEST_POSTGRES_URL", raising=False)

    entries = run.measured(name, Scale(tmp_path, rounds=1, is_quick=True))

    reasons = [entry.reason for entry in entries if isinstance(entry, Skipped)]
    expected = ["DUBAN_TEST_POSTGRES_URL is not set: no PostgreSQL to measure on"]
    assert reasons == (expected if name in _WITH_POSTGRES else [])
    assert any(isinstance(entry, Figure) and entry.product.median > 0 for entry in entries)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("name", _WITH_POSTGRES)
def test_databases_are_measured_on_postgres(name: str, tmp_path: Path, postgres_url: str) -> None:
    """Where a server is named, nothing of these subjects is skipped."""
    assert postgres_url

    entries = run.measured(name, Scale(tmp_path, rounds=1, is_quick=True))

    assert not [entry for entry in entries if isinstance(entry, Skipped)]


def test_command_prints_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The versions stand at the head of a single Markdown table."""
    assert run.main(["composing", "--quick"]) == 0

    head, blank, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("Python 3.")
    assert "SQLite" in head
    assert not blank
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)


def test_unknown_subject_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name measures nothing."""
    with pytest.raises(SystemExit):
        run.main(["no-such-subject"])

    assert "no-such-subject" in capsys.readouterr().err


def test_variants_are_run_in_turn() -> None:
    """Every round runs each variant once; the first round does not count."""
    calls: list[str] = []

    def noted(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    taken = alternate({"a": lambda: noted("a"), "b": lambda: noted("b")}, rounds=2)

    assert calls == ["a", "b"] * 3
    assert taken == {"a": Spread((3.0, 5.0)), "b": Spread((4.0, 6.0))}


@pytest.mark.parametrize(
    ("sizes", "costs", "exponent"),
    [((10, 100), (1.0, 10.0), 1.0), ((10, 100), (1.0, 100.0), 2.0), ((10, 20, 1000), (5.0, 6.0, 5.0), 0.0)],
)
def test_growth_is_the_exponent(sizes: tuple[int, ...], costs: tuple[float, ...], exponent: float) -> None:
    """Ten times the cost for ten times the size is 1, a hundred times is 2."""
    assert growth(sizes, [Spread((cost,)) for cost in costs]) == pytest.approx(exponent)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (Target(2), "yes"),
        (Target(1.9), "**no**"),
        (Target(200, at_least=True, unit="%"), "yes"),
        (Target(3, Of.PRODUCT, unit="ms"), "**no**"),
        (Target(1.1, Of.GROWTH), "yes"),
        (None, ""),
    ],
)
def test_verdict_is_on_the_median(target: Target | None, verdict: str) -> None:
    """A target speaks about the median of the ratio, of the product or about the growth."""
    figure = Figure(
        subject="s",
        what="w",
        size="1",
        product=Spread((3.0, 4.0, 90.0)),
        yardstick=Spread((1.5, 2.0, 3.0)),
        against="y",
        unit="ms",
        growth=1.0,
        target=target,
    )

    assert figure.verdict == verdict


def test_skipped_figure_is_a_line_of_the_table() -> None:
    """What could not be measured is said, not left out."""
    assert "| scan | skipped: no server |" in table([Skipped("scan", "no server")])


def test_whole_process_is_measured_from_start_to_end() -> None:
    """Memory and CPU are those of the process itself, and its output is kept apart from the figures."""
    cost = run_process(
        ("-c", "import sys; x = bytearray(60_000_000); sys.stderr.write('words'); sys.exit(3)")
    )

    assert cost.exit_code == 3
    assert cost.errors == "words"
    assert cost.peak_mb > 60
    assert cost.cpu_seconds > 0
