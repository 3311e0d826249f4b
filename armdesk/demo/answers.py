"""What the demonstration cooperative answers to the CRAFT Code, in figures that its registers confirm."""

from __future__ import annotations

from datetime import date

from armdesk.catalogues.catalogue import Requirement
from armdesk.catalogues.load import get
from armdesk.demo.book import Book
from armdesk.demo.papers import Papers

CATALOGUE = "craft-2.0"
WRONG_STATEMENT = "M.5/1.3/P.1"
_FULFILLED = {"1": "met", "2": "met", "3": "conforms", "4": "pass", "5": "controlled"}
_OPEN = {"M.3/1.1/P.1": "does_not_conform", "M.4/5.1/P.5": "mitigation", "M.4/2.2.1/R.1": "mitigation",
         "M.5/1.1/P.2": "in_progress", "M.5/1.3/P.3": "in_progress", "M.5/1.3/P.4": "in_progress",
         "M.5/3.1/P.1": "in_progress", "M.5/4.2/P.1": "in_progress", "M.5/4.2/P.8": "in_progress",
         "M.5/4.1/P.1": "not_addressed", "M.5/5.2/P.1": "in_progress"}
_GAPS = {"M.3/1.1/P.1": "Hay personas sin documento de edad y un joven en bocamina.",
         "M.4/5.1/P.5": "Falta la debida diligencia de un comprador.",
         "M.4/2.2.1/R.1": "Falta el recibo de regalías de una venta.",
         "M.5/1.3/P.3": "El curso de gases venció y no se ha repetido.",
         "M.5/4.2/P.1": "El permiso de vertimientos venció y está en renovación."}
_NOT_APPLICABLE = {
    "M.2/5.1/P.3": "La cooperativa declara la opción A.", "M.2/5.1/P.4": "La cooperativa declara la opción A.",
    "M.2/5.1/P.5": "La cooperativa declara la opción A.", "M.4/2.2.1/S.2.1": "Solo se produce oro.",
    "M.5/4.2/P.6": "No se usa cianuro.", "M.5/4.2/P.7": "No se usa cianuro.",
    "M.5/2.1/P.3": "No hay minas de mayor escala en el área."}
_NOT_YET = ("M.5/1.2/P.3", "M.5/2.1/P.4", "M.3/1.1/P.5", "M.4/2/P.1")
_STATEMENTS = {
    "M.1/5.2.3/R.1": "Tenemos asamblea y junta directiva; en dos años hubo {assembly} asambleas con acta.",
    "M.1/5.2.3/R.2": "La asamblea del 24 de febrero de 2024 adoptó el Código como sistema de gestión (RES-01).",
    "M.1/5.2.3/R.3": "El Reporte se renueva cada año; el plan tiene {action} acciones y {closed} están cerradas.",
    "M.1/5.2.3/R.4": "El Código se explicó en asamblea y en el curso CAP-2024-02.",
    "M.1/5.2.11/R.1": "Libardo Naranjo Duque es responsable desde el 22 de enero de 2024.",
    "M.1/5.2/P.1": "La operación tiene {site} sitios y {crew} cuadrillas, descritos en el registro.",
    "M.1/5.2/P.2": "El registro tiene {person} personas; {women} son mujeres.",
    "M.1/5.2/P.3": "El oro va de la mina a la planta y a la tesorería; hay {custody_transfer} traspasos anotados.",
    "M.1/5.2/P.4": "Hay buzón y celular; se recibieron {grievance} quejas.",
    "M.1/5.2/P.5": "En dos años se registraron {production} entregas y {sale} ventas.",
    "M.1/5.2/P.6": "Aceptamos visitas; se registraron {inspection} inspecciones y rondas.",
    "M.2/5.1/P.1": "Declaramos la opción A.", "M.2/5.1/P.2": "Hay {permit} permisos en el registro.",
    "M.3/1.1/P.1": "Se revisó la edad de todo el personal; faltan documentos de {unproved} personas.",
    "M.3/1.1/P.2": "Nadie trabaja obligado; los anticipos ({advance}) están firmados y se descuentan por acuerdo.",
    "M.3/1.1/P.3": "No hay casos registrados.", "M.3/1.1/P.4": "No hay casos registrados; hay política y curso.",
    "M.3/2/P.1": "Trabajamos en una zona de alto riesgo y evaluamos el riesgo el 25 de enero de 2025.",
    "M.3/2/P.2": "No hay grupos armados en los sitios.", "M.3/2/P.3": "No se registraron cobros en la ruta.",
    "M.4/2/P.2": "Hay un contrato de vigilancia con cláusula de derechos humanos.",
    "M.4/2/P.3": "Hay {security_event} pago de vigilancia registrado, con factura.",
    "M.4/2.2.1/R.1": "Las regalías se retienen en cada venta; se registraron {sale_deduction} descuentos.",
    "M.4/5.2.12/S.1.1": "Hay {lot} lotes con su origen; {lot_input} entradas unen lote, entrega y tanda.",
    "M.4/5.1/P.1": "No se registraron sobornos.", "M.4/5.1/P.2": "No se registraron extorsiones.",
    "M.4/5.1/P.3": "Todo el oro vendido sale de los cinco sitios declarados.",
    "M.4/5.1/P.4": "No se compra mineral de terceros.",
    "M.4/5.1/P.5": "Se pagan por banco o celular casi todos los valores; hay {payment} pagos registrados.",
    "M.5/1.1/P.1": "No trabajan niños; hay política y curso de noviembre de 2025.",
    "M.5/1.1/P.2": "Un joven de 17 años fue contratado en septiembre; se reubicará en patio.",
    "M.5/1.2/P.1": "Trabajan {women} mujeres; votan y ocupan cargos.",
    "M.5/1.2/P.2": "Hay política del 8 de marzo de 2025 y curso CAP-2025-02.",
    "M.5/1.2/P.4": "Las {assembly} asambleas fueron abiertas.",
    "M.5/1.2/P.5": "Cada mes se reparte el 88 % de las ventas netas, con recibo.",
    "M.5/1.3/P.1": "Todas las personas de bocamina recibieron casco; hay {ppe_delivery} entregas firmadas.",
    "M.5/1.3/P.2": "La matriz tiene {risk} riesgos y hay reglamento de seguridad.",
    "M.5/1.3/P.3": "Se dictaron {training} cursos con {training_attendance} asistencias.",
    "M.5/1.3/P.4": "Hay rondas cada mes y medidor de gases; falta entibar el frente sur.",
    "M.5/1.3/P.5": "El permiso está vigente y cada movimiento está en el libro.",
    "M.5/1.3/P.6": "Hay brigada, botiquines y camilla.",
    "M.5/1.3/P.7": "Se registraron {incident} eventos, {near_miss} de ellos casi accidentes.",
    "M.5/2.1/P.1": "Hay contrato de concesión y subcontrato.",
    "M.5/2.1/P.2": "Hay {dialogue} reuniones de diálogo con acta.",
    "M.5/2.1/P.5": "La comunidad conoce el buzón; sus quejas se responden.",
    "M.5/3.1/P.1": "No hay áreas protegidas; se revegeta la escombrera.",
    "M.5/3.2/P.1": "El agua de la planta se recircula.",
    "M.5/4.2/P.1": "Se toman muestras cada semestre; hay {measurement} mediciones.",
    "M.5/4.2/P.2": "El mercurio se dejó el 1 de julio de 2025; el sobrante se entregó a la autoridad ambiental.",
    "M.5/4.2/P.3": "Nunca se amalgamó todo el mineral, solo el concentrado.",
    "M.5/4.2/P.4": "Desde julio de 2025 no se quema amalgama; antes, con retorta salvo una tanda.",
    "M.5/4.2/P.5": "La caseta de retorta está en la planta, lejos de las casas.",
    "M.5/4.2/P.8": "Los relaves van a la piscina de la planta; falta el dique nuevo.",
    "M.5/4.1/P.1": "Faltan cercas en dos labores viejas.",
    "M.5/5.1/P.1": "Se mantienen los permisos y los registros de los mineros.",
    "M.5/5.2/P.1": "El plan 2026 está en firma.",
}
_PROOF = {"meeting": "minutes", "permit": "permit", "training": "list", "inspection": "report", "measurement": "report",
          "person": "list", "premium_entry": "invoice", "sale": "certificate", "lot": "certificate",
          "document": "policy",
          "site": "photo", "organisation": "minutes"}


def add_answers(book: Book, papers: Papers) -> None:
    """Note an answer for most requirements and cite the papers that prove it."""
    counts = _counts(book)
    for requirement in get(CATALOGUE):
        code = requirement.code
        if code not in _NOT_YET:
            _answer(book, requirement, counts)
        if code in _NOT_APPLICABLE or code in _NOT_YET:
            continue
        target = f"requirement/{CATALOGUE}/{code}"
        for kind in dict.fromkeys(_PROOF[record] for record in requirement.records if record in _PROOF):
            for document in book.some(papers.by_kind.get(kind, []), 2):
                papers.cite(document, target, "Prueba citada por el comité")


def _answer(book: Book, requirement: Requirement, counts: dict[str, int]) -> None:
    code, module = requirement.code, requirement.module
    reason = _NOT_APPLICABLE.get(code)
    result = "not_applicable" if reason else _OPEN.get(code, _FULFILLED[module])
    settled = result in (_FULFILLED[module], "not_applicable")
    day = date(2026, 1, 16 + len(book.rows["answer"]) % 10)
    book.add("answer", catalogue=CATALOGUE, requirement=code, period_from=date(2025, 1, 1), period_to=date(2025, 12,
                                                                                                           31),
             result=result, applies=reason is None, reason=reason, work_status="done" if settled else "in_progress",
             statement=None if reason else _STATEMENTS[code].format(**counts), gap=_GAPS.get(code),
             responsible="Libardo Naranjo Duque", answered_on=day,
             confirmed_by="Blanca Isaza Yepes" if settled else None, confirmed_on=day if settled else None)


def _counts(book: Book) -> dict[str, int]:
    """Figures for the statements: rows of each register and a few parts of them."""
    def how_many(type_name: str, **equal: str) -> int:
        return sum(all(row.get(name) == value for name, value in equal.items()) for row in book.rows[type_name])

    counts = {name: len(rows) for name, rows in book.rows.items()}
    return counts | {
        "women": how_many("person", sex="F"), "unproved": how_many("person", age_evidence="none"),
        "assembly": how_many("meeting", kind="assembly") + how_many("meeting", kind="extraordinary"),
        "dialogue": how_many("meeting", kind="dialogue"), "closed": how_many("action", status="closed"),
        "near_miss": how_many("incident", severity="near_miss")}
