"""In CI a test that is skipped because something is missing fails."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
SKIPPED = """
import pytest

def test_skips():
    pytest.skip("no Java here")

@pytest.mark.xfail(strict=True)
def test_known_fault():
    assert False
"""
NOT_COLLECTED = """
import pytest

pytest.importorskip("no_such_module")
"""


@pytest.mark.parametrize("source", [SKIPPED, NOT_COLLECTED])
@pytest.mark.parametrize("ci", [True, False])
def test_a_skip_fails_in_ci_only(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str, ci: bool
) -> None:
    monkeypatch.setenv("CI", "true" if ci else "")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert ("skipped" in outcomes) is not ci
    assert ("which CI forbids" in str(result.stdout)) is ci
    assert (result.ret in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}) is not ci
