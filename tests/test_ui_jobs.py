"""Work away from the window: results, errors, progress and stopping come back to the window's thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import QObject, QThread
from ui_fixtures import answers, config, english, session, settled  # noqa: F401 - fixtures

from armdesk.errors import Cancelled, DiskFull
from armdesk.models.people import Person
from armdesk.query import Query
from ui.session import Session
from ui.status_line import StatusLine


def test_the_result_comes_back_in_the_windows_thread(session: Session, qtbot: Any) -> None:  # noqa: F811
    make(session.store, "person")
    found: list[Any] = []

    def work(progress: Any) -> tuple[int, bool]:
        progress.step(1, 2)
        return session.store.count(Query(Person)), threading.current_thread() is threading.main_thread()

    def done(result: Any) -> None:
        found.append((result, QThread.currentThread() is session.thread()))

    settled(qtbot, lambda: session.jobs.run(session, work, done=done), session.jobs.ended)
    assert found == [((1, False), True)]


def test_an_error_comes_back_as_itself(session: Session, qtbot: Any) -> None:  # noqa: F811
    failed: list[Exception] = []

    def work(progress: Any) -> None:
        raise DiskFull("The disk is full.")

    settled(qtbot, lambda: session.jobs.run(session, work, failed=failed.append), session.jobs.ended)
    assert [str(error) for error in failed] == ["The disk is full."]
    assert not session.jobs.busy()


def test_work_stops_at_its_next_step(session: Session, qtbot: Any) -> None:  # noqa: F811
    began, go_on, failed = threading.Event(), threading.Event(), []

    def work(progress: Any) -> None:
        began.set()
        assert go_on.wait(60)
        progress.step(1, 100)
        failed.append("went on")

    job = session.jobs.run(session, work, failed=failed.append)
    assert began.wait(60)
    assert session.jobs.busy()
    job.cancel()
    settled(qtbot, go_on.set, session.jobs.ended)
    assert [type(each) for each in failed] == [Cancelled]


def test_a_page_that_is_gone_is_not_called(session: Session, qtbot: Any) -> None:  # noqa: F811
    import shiboken6

    owner, go_on, called = QObject(), threading.Event(), []
    session.jobs.run(owner, lambda progress: go_on.wait(60), done=called.append)
    shiboken6.delete(owner)
    settled(qtbot, go_on.set, session.jobs.ended)
    assert called == []


def test_the_connection_of_the_thread_is_closed_again(session: Session, qtbot: Any) -> None:  # noqa: F811
    states: list[bool] = []

    def work(progress: Any) -> None:
        session.store.count(Query(Person))

    settled(qtbot, lambda: session.jobs.run(session, work), session.jobs.ended)
    session.jobs._writer.submit(lambda: states.append(session.workspace.db.is_closed())).result(60)
    assert states == [True]


def test_lists_do_not_wait_for_long_work(session: Session, qtbot: Any) -> None:  # noqa: F811
    go_on, found = threading.Event(), []
    session.jobs.run(session, lambda progress: go_on.wait(60))
    session.jobs.read(session, lambda: "read", found.append)
    qtbot.waitUntil(lambda: found == ["read"])  # the work waits longer
    settled(qtbot, go_on.set, session.jobs.ended)


def test_the_older_answer_never_comes_last(session: Session, qtbot: Any) -> None:  # noqa: F811
    go_on, found = threading.Event(), []
    session.jobs.read(session, lambda: (go_on.wait(60), "older")[1], found.append)
    assert found == []
    go_on.set()
    session.jobs.read(session, lambda: "newer", found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found == ["older", "newer"] and not session.jobs._reads


def test_what_is_written_in_the_thread_is_told_in_the_window(session: Session, qtbot: Any) -> None:  # noqa: F811
    told: list[Any] = []
    session.changes.records_changed.connect(
        lambda types: told.append((types, QThread.currentThread() is session.thread())))
    with qtbot.waitSignal(session.changes.records_changed, timeout=5000):
        session.jobs.run(session, lambda progress: session.store.save(Person(name="Ana", role="member")))
    assert told == [(frozenset({"person"}), True)]


def test_progress_is_shown_with_its_numbers_and_can_be_cancelled(session: Session, qtbot: Any) -> None:  # noqa: F811
    line = StatusLine(session)
    qtbot.addWidget(line)
    go_on = threading.Event()

    def work(progress: Any) -> None:
        while not go_on.wait(0.01):
            progress.step(30, 100, "Copying")

    session.jobs.run(session, work, title="Backup")
    qtbot.waitUntil(lambda: line.bar.isVisibleTo(line) and line.bar.value() == 30, timeout=5000)
    assert line.job_words.text() == "Backup · Copying"
    settled(qtbot, line.cancel.click, session.jobs.ended)
    assert not line.bar.isVisibleTo(line)


def test_nothing_starts_after_the_end(session: Session) -> None:  # noqa: F811
    session.jobs.stop()
    session.jobs.read(session, lambda: pytest.fail("read after the end"), lambda _found: None)


def test_work_asked_for_after_the_end_does_not_start_and_says_so(session: Session) -> None:  # noqa: F811
    session.jobs.stop()
    job = session.jobs.run(session, lambda progress: pytest.fail("worked after the end"))
    assert job.finished and job.cancelled and not session.jobs.busy()


def test_what_is_done_aside_keeps_no_list_waiting_and_stops_with_the_window(session: Session, qtbot: Any) -> None:  # noqa: F811
    began, go_on, seen, jobs = threading.Event(), threading.Event(), [], []

    def look(job: Any) -> None:
        jobs.append(job)
        began.set()
        assert go_on.wait(60)
        job.step(1, 2)
        seen.append("went on")

    session.jobs.aside(session, look, seen.append)
    assert not began.is_set(), "what is to be drawn is drawn first"
    qtbot.waitUntil(began.is_set, timeout=5000)
    session.jobs.read(session, lambda: "a list", seen.append)
    qtbot.waitUntil(lambda: seen == ["a list"], timeout=5000)
    assert not session.jobs.busy()
    cancel = jobs[0].cancel
    jobs[0].cancel = lambda: (cancel(), go_on.set())
    session.jobs.stop()
    session.jobs.aside(session, look, seen.append)
    assert seen == ["a list"]


def test_what_is_patient_lets_what_is_done_aside_go_past(session: Session, qtbot: Any) -> None:  # noqa: F811
    began, go_on, seen = threading.Event(), threading.Event(), []

    def prove(_job: Any) -> str:
        began.set()
        assert go_on.wait(5)
        return "proved"

    session.jobs.aside(session, prove, seen.append, patient=True)
    qtbot.waitUntil(began.is_set, timeout=5000)
    session.jobs.aside(session, lambda _job: "looked over", seen.append)
    qtbot.waitUntil(lambda: seen == ["looked over"], timeout=5000)
    go_on.set()
    qtbot.waitUntil(lambda: seen == ["looked over", "proved"], timeout=5000)
