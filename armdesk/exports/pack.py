"""Makes an evidence pack: a sealed folder and its zip that any computer can open and anybody can verify.

Three codes stand for a pack.  The content hash (SHA-256 of data/manifest.csv) covers evidence, tables and workbook and
is printed in the report.  The root hash (SHA-256 of tagmanifest-sha256.txt) covers every byte, so nothing inside can
hold it: the cover beside the folder prints it, and the next pack names it.  The head of the history ties the pack to
the records.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from armdesk import __version__, atomic, gold_months, sqlite
from armdesk.catalogues.catalogue import Catalogue
from armdesk.db_errors import explained
from armdesk.errors import ExportError, ReadOnlyWorkspace
from armdesk.evidence.names import pack_name
from armdesk.exports import bag, pack_files
from armdesk.exports.howto import START, VERIFY, start_page, verify_text
from armdesk.exports.pack_files import Content, Page
from armdesk.exports.pdf import write_pdf
from armdesk.exports.zipping import zip_bag
from armdesk.i18n import N_, _, speaking
from armdesk.memory import give_back
from armdesk.models import Pack
from armdesk.progress import SILENT, Part, Progress
from armdesk.reports.document import Cover, Document
from armdesk.services.basis import own_rows
from armdesk.services.basis.figure import ask
from armdesk.services.basis.hiding import MemberCodes, scrubber
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import PACK_RULES, PROOF_RULES
from armdesk.services.packs.edition import edition_of
from armdesk.services.packs.papers import noted_papers, papers
from armdesk.services.packs.scope import Scope, told
from armdesk.services.period_facts.frozen_facts import pack_facts
from armdesk.signing import SigningKey, generate
from armdesk.store import Store
from armdesk.workspace import Workspace

_KEY = "signing key"
_NAMES = 100
SCRATCH = ".armdesk-pack-"
_LONGEST_PATH = 247  # Windows as it is installed ends the path of a folder here, that of a file at 259
"""How the folder of a pack under way begins."""
_PERSONS = {
    "under_18": N_("There are people under 18 on the roster."),
    "minor_at_risk": N_("Somebody under 18 does a hazardous task."),
    "age_unknown": N_("The age of some people is not known."),
    "person_cap": N_("Somebody delivered most of the yearly cap of a registered miner, or more."),
    "unknown_person": N_("Gold was delivered by somebody who is in no register of people."),
    "after_leaving": N_("Gold was delivered by somebody who had left."),
    "before_joining": N_("Gold was delivered by somebody who had not joined yet."),
    "rows": N_("Records are not as the history left them."),
}
_ONCE = frozenset({"rows"})
"""Findings of which a reader outside sees one in the place of many."""
_INTERNAL = frozenset({
    "lots_on_hold", "overdue", "mercury", "unknown_site", "over_stock", "over_class", "large_delivery",
    "written_twice", "recovery", "worst_practice", "stock_below_zero", "stock_count", "stock_without_paper"})
"""Findings that name lots, sales, batches or stocks: not for everybody."""


@dataclass(frozen=True)
class PackOptions:
    """What pack to make.

    Shape: kind is a key of edition.EDITIONS; catalogue is the standard it reports on, also are further ones that go
    along where the edition is of any standard; target the folder the pack is put into; made_on is printed in it, None
    takes the day of the workspace's clock; coordinates says that the recipient may know exact places; zipped makes the
    zip too.
    """

    period: Period
    target: Path
    kind: str = "craft_full"
    language: str = "es"
    recipient: str = ""
    catalogue: str = "craft-2.0"
    page: Page = "A4"
    made_on: date | None = None
    coordinates: bool = False
    zipped: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackMade:
    """A pack in its place.

    Shape: folder, zip (None if not wanted) and cover lie beside each other; findings are what the checks said before.
    """

    folder: Path
    zip: Path | None
    cover: Path
    root_hash: str
    record: Pack
    findings: tuple[Finding, ...]


def signing_key(store: Store) -> SigningKey:
    """The key that seals this cooperative's packs, made on first use and kept among the secrets of the workspace."""
    seed = store.secret(_KEY)
    if seed is not None:
        return SigningKey(seed)
    key = generate()
    store.keep_secret(_KEY, key.seed)
    return key


def build_pack(workspace: Workspace, options: PackOptions, progress: Progress = SILENT) -> PackMade:
    """Make a pack of one moment of the workspace and record it; the same moment and options give the same bytes.

    Errors: ExportError (unknown kind, target not writable or taken), CatalogueError, DiskFull, ReadOnlyWorkspace;
    Cancelled.  After any of them nothing of the pack is left.
    """
    if workspace.read_only:
        raise ReadOnlyWorkspace(
            _(
                "This workspace is open for reading only, so a pack could not be recorded in it. "
                "Copy it to a folder where you may write."
            )
        )
    edition = edition_of(options.kind)
    store = workspace.store
    catalogues = [own_rows.get(store, key) for key in (options.catalogue, *(() if edition.of_craft else options.also))]
    key, codes = signing_key(store), MemberCodes(store, options.recipient)
    gold_months.freshen(store.db)  # inside the one transaction below they would be added up anew by whoever asks
    with _scratch(options.target, workspace.folder) as scratch:
        # One read transaction: what others save meanwhile is in the next pack, never half in this one.
        with explained(), store.db.atomic(), speaking(options.language), _told_of(options.target):
            scope = _scope(store, catalogues, options, codes, options.made_on or workspace.now().date())
            made = _Pack(workspace, options, scope, key, scratch)
            made.build(progress)
        placed = made.put_in_place(options.target)
        try:
            record = store.save(
                made.record,
                _("Pack {number} made: {name}").format(number=made.record.number, name=made.record.file_name),
            )
        except BaseException:
            _remove(placed)
            raise
    zipped = options.target / f"{made.name}.zip" if options.zipped else None
    cover = options.target / f"{made.name}.cover.pdf"
    return PackMade(options.target / made.name, zipped, cover, made.root, record, tuple(made.findings))


def _scope(store: Store, catalogues: Sequence[Catalogue], options: PackOptions, codes: MemberCodes,
           made_on: date) -> Scope:
    edition = edition_of(options.kind)
    hide = scrubber(store, None if edition.hides_codes else codes)
    catalogue, *also = (told(each, hide, edition) for each in catalogues)
    scope = Scope(
        store,
        catalogue,
        options.period,
        edition,
        options.language,
        options.recipient,
        made_on,
        hide,
        codes,
        store.head(),
        options.coordinates,
        tuple(also),
    )
    scope.papers = papers(store, catalogue, options.period, edition, hide, scope.lists)
    return scope


class _Pack:
    """One pack under way in a scratch folder."""

    def __init__(
        self, workspace: Workspace, options: PackOptions, scope: Scope, key: SigningKey, scratch: Path
    ) -> None:
        self._workspace, self._options, self._scope, self._key = workspace, options, scope, key
        earlier = ask(scope.store, "SELECT number, root_hash FROM pack ORDER BY number DESC")  # in the trash, too
        self._number = int(earlier[0][0]) + 1 if earlier else 1
        self._previous = str(earlier[0][1] or "") if earlier else ""
        producer = scope.organisation.short_name or scope.organisation.legal_name or _("pack")
        kind = options.kind.replace("_", "-")
        self.name = self._free_name(f"{producer} {kind} {options.period.code()} {self._number:03d}")
        self._scratch, self._bag = scratch, scratch / self.name
        self.findings: list[Finding] = []
        self.root = self._content_hash = self._zip_hash = self._facts = ""

    @property
    def _title(self) -> str:
        return _(self._scope.edition.title)

    def build(self, progress: Progress) -> None:
        """Make everything in the scratch folder."""
        scope, options = self._scope, self._options
        folder = self._bag / bag.PAYLOAD
        folder.mkdir(parents=True)
        content = Content(folder, scope)
        look = Look(scope.store, scope.catalogue, scope.period, scope.made_on, progress=Part(progress, 0, 0))
        self.findings = check(look, {**PACK_RULES, **PROOF_RULES})
        pack_files.add_evidence(content, self._workspace.files, Part(progress, 0, 35))
        self.findings += [
            Finding(
                "files",
                "alarm",
                _("The paper {number} is left out. {reason}").format(
                    number=f"{number:04d}", reason=_(pack_files.DAMAGED)
                ),
            )
            for number in content.damaged
        ]
        give_back()  # what drawing the photos has freed
        with sqlite.little_room(scope.store.db):
            pack_files.add_tables(content, self._title, options.page, Part(progress, 35, 55))
            self._content_hash = pack_files.add_list(content)
            give_back()
            document = pack_files.report(content, self._codes(content), self._shown_findings())
        pack_files.add_report(content, document, options.page, Part(progress, 55, 85))
        del document
        give_back()  # what the report was drawn with
        self._seal(content, Part(progress, 85, 92))
        if options.zipped:
            self._zip_hash = zip_bag(
                self._bag, self._scratch / f"{self.name}.zip", scope.made_on, Part(progress, 92, 99)
            )
        write_pdf(self._cover(content), self._scratch / f"{self.name}.cover.pdf", page=options.page)
        with sqlite.little_room(scope.store.db):
            self._facts = pack_facts(scope.stamps, (scope.catalogue, *scope.lists))
        progress.step(100, 100, _("The pack is ready"))

    def _free_name(self, wanted: str) -> str:
        """The wanted name, numbered where something else has it: what stands there is somebody's, or of a power cut."""
        for number in range(1, _NAMES):
            name = pack_name(f"{wanted} {number}" if number > 1 else wanted)
            if not any((self._options.target / part).exists() for part in self._names(name)):
                return name
        raise ExportError(
            _("“{name}” is already in this folder. Move it away or choose another folder.").format(name=wanted)
        )

    def _names(self, name: str) -> list[str]:
        """Names in the target folder, the folder last: it is there only when all is."""
        return [*([f"{name}.zip"] if self._options.zipped else []), f"{name}.cover.pdf", name]

    def _shown_findings(self) -> list[Finding]:
        """What a reader outside may see of the findings: no counts of few people, no names, no papers of others."""
        shown: list[Finding] = []
        seen = {f"document/{paper.document.id}" for paper in self._scope.papers if not paper.left_out}
        for each in self.findings:
            private = any(where.startswith("document/") and where not in seen for where in each.where)
            told = each.rule in _ONCE and any(before.rule == each.rule for before in shown)
            if private or told or (self._scope.edition.hides_codes and each.rule in _INTERNAL):
                continue
            sentence = _(_PERSONS[each.rule]) if each.rule in _PERSONS else self._scope.hide.text(each.sentence)
            shown.append(Finding(each.rule, each.severity, sentence, (), self._scope.hide.text(self._signed(each))))
        return shown

    def _signed(self, finding: Finding) -> str:
        """The reasons why a finding is none, with day and author; without the author where nobody may be named."""
        public, texts = self._scope.edition.hides_codes, []
        for each in finding.answers:
            words = _("{reason} – {day}") if public else _("{reason} – {author}, {day}")
            texts.append(words.format(reason=each.reason, author=each.author, day=each.date))
        return "; ".join(dict.fromkeys(texts))

    def _codes(self, content: Content) -> list[tuple[str, str]]:
        """Codes that can stand inside the pack."""
        codes = [
            (_("Content hash: SHA-256 of {file}").format(file=f"data/{pack_files.LIST}"), self._content_hash),
            (_("SHA-256 of the workbook"), content.hash_of(pack_files.WORKBOOK)),
            (_("Head of the history: {seq} entries").format(seq=self._scope.head.seq), self._scope.head.hash),
            (_("Fingerprint of the signing key"), self._key.fingerprint()),
        ]
        return [*codes, (_("Root hash of the pack before"), self._previous)] if self._previous else codes

    def _seal(self, content: Content, progress: Progress) -> None:
        scope = self._scope
        title = f"{self._title} · {scope.organisation.legal_name or ''} · {scope.period.label(scope.language)}"
        (self._bag / START).write_bytes(start_page(title).encode())
        (self._bag / VERIFY).write_bytes(verify_text(title, self._key.public()).encode())
        labels = {
            "Source-Organization": str(scope.organisation.legal_name or ""),
            bag.MADE_ON: scope.made_on.isoformat(),
            "External-Description": title,
            "Bag-Software-Agent": f"armdesk {__version__}",
            "Armdesk-Kind": self._options.kind,
            "Armdesk-Catalogue": " ".join(each.key for each in (scope.catalogue, *scope.also)),
            "Armdesk-Period": f"{scope.period.begins}/{scope.period.ends}",
            "Armdesk-Language": scope.language,
            bag.PACK_NUMBER: str(self._number),
            bag.PREVIOUS_ROOT: self._previous,
            bag.HISTORY_HEAD: f"{scope.head.seq} {scope.head.hash}",
            "Armdesk-Content-Hash": self._content_hash,
        }
        comment = f"armdesk pack {self._number}, {scope.made_on}, history {scope.head.seq} {scope.head.hash}"
        known = pack_files.payload_hashes(content)
        self.root = bag.finish_bag(self._bag, labels, self._key, comment, known, progress)

    def _cover(self, content: Content) -> Document:
        """One page to print, sign and hand over apart from the pack."""
        scope = self._scope
        codes = [(_("Root hash: SHA-256 of {file}").format(file=bag.TAG_MANIFEST), self.root), *self._codes(content)]
        if self._zip_hash:
            codes.insert(1, (_("SHA-256 of the zip"), self._zip_hash))
        producer = str(scope.organisation.legal_name or "")
        lines = (
            self.name,
            _("Made on {day}").format(day=scope.made_on),
            _("For: {name}").format(name=scope.recipient) if scope.recipient else "",
        )
        notice = _(
            "Hand this page over apart from the pack. Who compares its root hash with the pack's knows that it is "
            "the one meant here. It is the cooperative's own declaration, not a certificate."
        )
        cover = Cover(
            self._title,
            producer,
            scope.period.label(scope.language),
            tuple(filter(None, lines)),
            tuple(codes),
            self.root,
            notice,
        )
        return Document(self._title, scope.language, cover, made_on=scope.made_on, author=producer)

    def put_in_place(self, target: Path) -> list[Path]:
        """Move everything to the target in steps that leave no half file; answers what is there now."""
        placed: list[Path] = []
        try:
            for name in self._names(self.name):
                atomic.move(self._scratch / name, target / name)
                placed.append(target / name)
            atomic.flush_folder(target)
        except OSError as error:
            _remove(placed)
            raise _explained(error, target) from error
        return placed

    @property
    def record(self) -> Pack:
        """What the workspace remembers of the pack."""
        scope, options = self._scope, self._options
        found = list(bag.files_in(options.target / self.name))
        return Pack(
            number=self._number,
            made_on=scope.made_on,
            kind=options.kind,
            recipient=options.recipient or None,
            language=options.language,
            period_from=scope.period.begins,
            period_to=scope.period.ends,
            catalogue=" ".join(each.key for each in (scope.catalogue, *scope.also)),
            file_name=self.name,
            root_hash=self.root,
            history_seq=scope.head.seq,
            history_head=scope.head.hash,
            previous_hash=self._previous or None,
            files=len(found),
            size=sum(path.stat().st_size for _name, path in found),
            signed_by=self._key.fingerprint(),
            facts=self._facts,
            papers=noted_papers(scope.papers),
        )


@contextmanager
def _scratch(target: Path, workspace: Path) -> Iterator[Path]:
    """A folder beside the pack to be, gone afterwards; what a killed run of this workspace left behind goes first."""
    own = hashlib.sha256(str(workspace.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    folder = target / f"{SCRATCH}{own}.part"
    try:
        with _told_of(target):
            target.mkdir(parents=True, exist_ok=True)
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            yield folder
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Say of a disk that is full or cannot be written that it is the target's."""
    try:
        yield
    except OSError as error:
        raise _explained(error, target) from error


def _explained(error: OSError, target: Path) -> Exception:
    if atomic.is_disk_full(error):
        return atomic.disk_full(target)
    if error.filename and len(str(error.filename)) > _LONGEST_PATH and isinstance(error, FileNotFoundError):
        return ExportError(
            _(
                "The pack cannot be written in the folder {folder}: with it the names of the files become longer than "
                "this computer allows. Choose a folder nearer to the disk, such as C:\\packs."
            ).format(folder=target)
        )
    return ExportError(
        _(
            "The pack cannot be written in the folder {folder}. Choose a folder that exists and is not "
            "read-only, and close its files elsewhere."
        ).format(folder=target)
    )


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
