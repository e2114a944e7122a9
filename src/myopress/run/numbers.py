"""How old a printer's numbers are: a question of today, hence asked out here."""

from __future__ import annotations

import datetime as dt

from myopress.diagnostics import Code, Report, note
from myopress.run.session import epoch_day
from myopress.source import NOWHERE

_FRESH = dt.timedelta(days=365)


def report_age(name: str, report: Report) -> None:
    """Tell if the numbers of a target are older than a year. Reports PRINT_NUMBERS.

    Today is the day of SOURCE_DATE_EPOCH, if that is set: the findings of a run repeated are the
    same.
    """
    from myopress.printers import find_target  # the PDF alone needs it

    target = find_target(name)
    if target is None:
        return
    today = epoch_day()
    day = dt.date.fromisoformat(today) if today else dt.datetime.now(dt.UTC).date()
    if day - dt.date.fromisoformat(target.read) > _FRESH:
        message = f"the numbers of {target.printer} were read on {target.read}, over a year ago"
        hint = "compare them with the printer's pages: docs/print.md names them"
        report(note(Code.PRINT_NUMBERS, message, NOWHERE, hint))
