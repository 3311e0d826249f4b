"""The errors armdesk raises on purpose; each text is a whole translated sentence: what happened and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ArmdeskError(Exception):
    """The world's fault, not ours: shown to the person in one box, with what to do now."""


class InvalidRecord(ArmdeskError):
    """One or more fields of a record cannot be kept as they are.

    Shape: problems maps a field name ("" for the whole record) to its sentences.
    """

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = {name: list(sentences) for name, sentences in problems.items()}
        super().__init__(" ".join(sentence for sentences in self.problems.values() for sentence in sentences))


class StaleRecord(ArmdeskError):
    """Somebody else saved the record since it was read; nothing was overwritten.

    Shape: theirs maps the names of the fields that differ to (our value, stored value), both as shown texts.
    """

    def __init__(self, message: str, differences: Mapping[str, tuple[str, str]]) -> None:
        self.differences = dict(differences)
        super().__init__(message)


class UndoRefused(ArmdeskError):
    """The operation cannot be undone because what it changed was changed again since."""


class WorkspaceError(ArmdeskError):
    """The workspace cannot be opened, made or written."""


class WorkspaceInUse(WorkspaceError):
    """Another program holds the workspace; the message says who, where and since when."""


class NewerWorkspace(WorkspaceError):
    """The workspace was written by a newer armdesk and is left untouched."""


class DamagedWorkspace(WorkspaceError):
    """The database or its history does not pass its checks; a backup should be restored."""


class LostLog(DamagedWorkspace):
    """The log that held the newest entries is gone from beside the database."""


class LostDataFile(WorkspaceError):
    """The data file was moved, renamed, deleted or replaced while it was open; nothing was written."""


class ReadOnlyWorkspace(WorkspaceError):
    """The workspace is open for reading only."""


class WrongPassword(WorkspaceError):
    """No key slot opens with this password."""


class DiskFull(ArmdeskError):
    """The disk ran out of space; what was saved before is still there."""


class BackupError(ArmdeskError):
    """A backup could not be made, verified or restored."""


class RefusedFile(ArmdeskError):
    """A file from outside cannot be read safely or is not what its name says; nothing was changed."""


class RecipeError(ArmdeskError):
    """An import recipe is incomplete or does not fit the file."""


class CatalogueError(ArmdeskError):
    """A catalogue file breaks its rules; the message names file and row."""


class ExportError(ArmdeskError):
    """A document, workbook or pack could not be written; the previous file is untouched."""


class PackError(ArmdeskError):
    """A pack cannot be read or is not a pack."""


class Cancelled(ArmdeskError):
    """The person stopped a long job; nothing of it was kept."""
