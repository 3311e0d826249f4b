"""One complete record of each kind about papers, standards and packs."""

from __future__ import annotations

from datetime import date

from examples_support import near

from armdesk.models import standards
from armdesk.models.cited_fact import CitedFact
from armdesk.models.evidence import Citation, Document, ImportRun, Revision
from armdesk.models.rehearsal import Rehearsal
from armdesk.models.removed_file import RemovedFile
from armdesk.store import Store


def document(store: Store) -> Document:
    return Document(
        number="DOC-0143", title="Certificado de gases", kind="certificate", official_no="CER-118",
        issuer="Brigada minera", issued_on=date(2025, 4, 15), valid_to=date(2026, 4, 15), proves_from=date(2025, 4, 12),
        proves_to=date(2026, 4, 12), state="filed", stated_status="Vigente", keeper="Secretaría", binder_no="2-143",
        confidentiality="partners", site=near(store, "site"), file_as_written="gases.pdf",
        same_as=near(store, "document"), keep_until=date(2036, 4, 15), away_why="Llegó dos veces",
        note="Original en carpeta")


def revision(store: Store) -> Revision:
    return Revision(
        document=near(store, "document"), number=2, file_name="gases (2).pdf", original_path="Escaneos/gases (2).pdf",
        sha256="c0ffee" + "0" * 58, size=84_211, media_type="application/pdf", added_on=date(2025, 4, 16), pages=2,
        width=1240, height=1754, taken_on=date(2025, 4, 12), taken_at="16:20", latitude=2_412_345,
        longitude=-76_612_345,
        camera="Cámara 3", risk="Hojas giradas", made_of='[{"name": "gases.pdf", "pages": "1-2"}]')


def citation(store: Store) -> Citation:
    return Citation(document=near(store, "document"), revision=near(store, "revision"),
                    target="requirement/craft-2.0/M.5/1.3/P.3", page="1", note="Lista firmada",
                    period_from=date(2025, 4, 12), period_to=date(2026, 4, 12),
                    taken_from="requirement/fairmined-2.0/FM-3.6-01")


def import_run(store: Store) -> ImportRun:
    return ImportRun(date=date(2025, 12, 1), file_name="producción 2025.xlsx", sha256="ab" * 32, recipe="Producción",
                     document=near(store, "document"), created=240, changed=3, unchanged=12, refused=1, doubtful=4,
                     details='{"sheets":["Enero"]}', undone=False)


def catalogue_use(store: Store) -> standards.CatalogueUse:
    return standards.CatalogueUse(catalogue="craft-2.0", title="Código CRAFT", since=date(2024, 1, 15),
                                  until=date(2026, 12, 31), light=True, sha256="cd" * 32, rows='{"M.1/5.2.3/R.1":"ab"}')


def answer(store: Store) -> standards.Answer:
    return standards.Answer(
        catalogue="craft-2.0", requirement="M.5/1.3/P.1", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
        result="in_progress", applies=True, reason="Trabajo subterráneo", work_status="in_progress",
        statement="Todas las personas reciben casco.", gap="Faltan dos firmas", responsible="Jefe de mina",
        answered_on=date(2026, 1, 15), confirmed_by="Presidenta", confirmed_on=date(2026, 1, 16),
        official_code="5/1.3.1", nc_class="minor", carried_from="answer/" + "0" * 32)


def rate(store: Store) -> standards.Rate:
    return standards.Rate(kind="cash_limit", name="Tope de pago en efectivo", country="CO", value=5_000_000_000_000,
                          unit="COP", currency="COP", valid_from=date(2024, 1, 1), valid_to=date(2026, 12, 31),
                          source_text="Acuerdo de la junta 12", base="quote_month_before", base_share=800_000,
                          base_quote="lbma_pm", price_from=10_000_000, price_below=40_000_000,
                          applies_to="panning", authority="Agencia minera", site=near(store, "site"))


def explanation(store: Store) -> standards.Explanation:
    return standards.Explanation(rule="number-gap", target=f"document/{near(store, 'document')}",
                                 reason="El recibo 77 se anuló.", author="Tesorero", date=date(2026, 1, 12),
                                 sentence="Falta el recibo 77.", fact="77")


def pack(store: Store) -> standards.Pack:
    return standards.Pack(
        number=4, made_on=date(2026, 1, 20), kind="craft_full", recipient="Fundición del Sur", language="es",
        period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), catalogue="craft-2.0", file_name="craft-2025.zip",
        root_hash="0a" * 32, history_seq=1200, history_head="0b" * 32, previous_hash="0c" * 32, files=88,
        size=12_345_678, signed_by="RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
        facts='{"drills": ["2", 2, "0d", 1100]}', papers='[{"number": 1, "revision": "00"}]')


def cited_fact(store: Store) -> CitedFact:
    return CitedFact(answer=near(store, "answer"), fact="drills", value="2", sentence="Simulacros, 2025: 2.",
                     language="es", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                     computed_on=date(2026, 1, 15), rows_count=2, rows_sha256="0d" * 32, history_seq=1100,
                     replaced_on=date(2026, 1, 20))


def removed_file(store: Store) -> RemovedFile:
    """The bytes of a paper that nobody needs any more."""
    return RemovedFile(revision=near(store, "revision"), sha256="be" * 32, file_name="gases 2014.pdf", size=4_211,
                       document_no="DOC-0012", title="Certificado de gases 2014", kind="certificate",
                       kept_until=date(2024, 12, 31), removed_on=date(2026, 1, 15), removed_by="Secretaria",
                       why="Pasó el tiempo de guarda")


def rehearsal(store: Store) -> Rehearsal:
    """A rehearsal of the year before the audit."""
    return Rehearsal(date=date(2026, 1, 30), seed="4711", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                     size=10, audit=near(store, "audit"), drawn=60, walked=540, broken=31, whole=42,
                     details='{"lots": {"broken": 3, "count": 40, "drawn": 7}}', note="Antes de la visita")
