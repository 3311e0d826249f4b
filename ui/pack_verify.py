"""Verifying a pack: choose a folder or zip, compare with key and earlier pack, read the result in words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.exports.verify import Verdict, verify_pack
from armdesk.i18n import _, ngettext
from ui import files, problems, texts
from ui.blocks import button, card, in_groups, scrolled
from ui.jobs import Job
from ui.session import Session

_SHOWN = 40


class VerifyView(QWidget):
    """Checks any pack, one's own or another's; nothing is unpacked or written."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.verdict: Verdict | None = None
        self._job: Job | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        frame, inside = card(_("Which pack"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        self.path, self.key, self.previous = QLineEdit(), QLineEdit(), QLineEdit()
        self.path.setPlaceholderText(_("the folder that holds index.html, or the zip"))
        self.key.setPlaceholderText(_("optional: as printed on the cover you were given"))
        self.previous.setPlaceholderText(_("optional: an earlier pack of the same organisation"))
        for line, (words, field) in enumerate(((_("Pack"), self.path), (_("Key or fingerprint"), self.key),
                                               (_("Earlier pack"), self.previous))):
            name = texts.label(words)
            name.setBuddy(field)
            field.setAccessibleName(words)
            field.returnPressed.connect(self.submit)
            grid.addWidget(name, line, 0)
            grid.addWidget(field, line, 1)
        grid.addWidget(button(_("Folder …"), lambda: self._choose_folder(self.path)), 0, 2)
        grid.addWidget(button(_("Zip …"), lambda: self._choose_zip(self.path)), 0, 3)
        grid.addWidget(button(_("Folder …"), lambda: self._choose_folder(self.previous)), 2, 2)
        grid.addWidget(button(_("Zip …"), lambda: self._choose_zip(self.previous)), 2, 3)
        inside.addLayout(grid)
        row = QHBoxLayout()
        row.addStretch(1)
        self.go = button(_("Verify"), self.submit, look="primary")
        row.addWidget(self.go)
        inside.addLayout(row)
        column.addWidget(frame)
        result = QWidget()
        holder = QVBoxLayout(result)
        holder.setContentsMargins(0, 0, 0, 0)
        self.result, self._result_column = card()
        self.head = texts.label(role="heading", wrap=True)
        self.words = texts.label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                           | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        top = QHBoxLayout()
        self.sign = texts.label()
        top.addWidget(self.sign)
        top.addWidget(self.head, 1)
        self._result_column.addLayout(top)
        self._result_column.addWidget(self.words)
        holder.addWidget(self.result)
        holder.addStretch(1)
        self.result.hide()
        column.addWidget(scrolled(result), 1)

    def _choose_folder(self, line: QLineEdit) -> None:
        chosen = files.ask_folder(self, _("Choose the folder of a pack"))
        if chosen is not None:
            line.setText(str(chosen))

    def _choose_zip(self, line: QLineEdit) -> None:
        chosen = files.ask_file(self, _("Choose the zip of a pack"), "Zip (*.zip)")
        if chosen is not None:
            line.setText(str(chosen))

    def verify(self, path: Path) -> None:
        """Check this pack now."""
        self.path.setText(str(path))
        self.submit()

    def submit(self) -> None:
        """Check the pack that is named."""
        text, earlier = self.path.text().strip(), self.previous.text().strip()
        if not text:
            self.path.setFocus()
            return
        path, key = Path(text).expanduser(), self.key.text().strip() or None
        previous = Path(earlier).expanduser() if earlier else None
        self.go.setEnabled(False)
        self.head.setText(_("Checking …"))
        self.sign.clear()
        self.words.setText("")
        self.result.show()
        self._job = self.session.jobs.run(self, lambda progress: verify_pack(path, key, previous, progress),
                                          done=self._on_verified, failed=self._on_failed, title=_("Checking the pack"))

    def _on_verified(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.go.setEnabled(True)
        self.head.setText(_("The pack is whole.") if verdict.ok else _("The pack is NOT as it was made."))
        kind = "good" if verdict.ok else "alarm"
        self.sign.setPixmap(self.session.theme.icon(kind, kind).pixmap(24, 24))
        self.sign.setAccessibleName(self.head.text())
        self.words.setText("\n".join(verdict_lines(verdict)))
        self.head.setAccessibleName(self.head.text())

    def _on_failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.result.hide()
        problems.show(error, self)


def verdict_lines(verdict: Verdict) -> list[str]:
    """What a check found, line by line."""
    lines = [finding.sentence for finding in verdict.findings[:_SHOWN]]
    if len(verdict.findings) > _SHOWN:
        lines.append(_("and {count} more.").format(count=len(verdict.findings) - _SHOWN))
    if verdict.ok:
        lines.append(ngettext("{count} file, none changed, missing or added.",
                              "{count} files, none changed, missing or added.", verdict.files).format(
            count=verdict.files))
    if verdict.made_on:
        lines.append(_("Made on {day}.").format(day=verdict.made_on))
    if verdict.root_hash:
        lines.append(_("Root hash: {hash}").format(hash=in_groups(verdict.root_hash)))
        lines.append(_("Compare it with the one on the printed cover: only then is it the pack that was meant."))
    if verdict.signed_by:
        lines.append(_("Sealed with the key {key}.").format(key=verdict.signed_by) + " " + (
            _("It is the key you named.") if verdict.key_known else _("Compare it with the one you were given.")))
    if verdict.history_head:
        lines.append(_("Head of the history: {head}").format(head=verdict.history_head))
    return lines
