"""One test case over every page: it opens, and leaves room on the smallest screen the program is made for."""

from __future__ import annotations

from typing import Any

import pytest
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk import i18n
from ui.places import all_pages
from ui.session import Session

WIDEST, HIGHEST = 1160, 540
"""Room of a page at 1366 x 768, beside the rail and under the bars, with a message above it."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_opens_and_fits_a_small_screen(session: Session, qtbot: Any, language: str) -> None:  # noqa: F811
    i18n.choose(language)
    large = {}
    for each in all_pages():
        page = each.make(session)
        qtbot.addWidget(page)
        least = page.minimumSizeHint()
        if least.width() > WIDEST or least.height() > HIGHEST:
            large[each.key] = (least.width(), least.height())
    assert not large


def test_no_two_pages_share_a_key(session: Session) -> None:  # noqa: F811
    keys = [each.key for each in all_pages()]
    assert len(keys) == len(set(keys))
