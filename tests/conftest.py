"""What all tests share."""

import os
from collections.abc import Generator

import pytest

pytest_plugins = ["pytester"]


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where CI is set nothing may be missing: a skipped test is a failed one there."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI forbids: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report
