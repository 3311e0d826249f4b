"""What the invented cooperative added to the catalogues: a buyer's list with answers, and two official numbers."""

from __future__ import annotations

from datetime import date

from armdesk.demo.book import Book

LIST = "comprador-2025"
_ROWS = (
    ("QUI-01", "Origen", "Mapa de la ruta del oro",
     "La ruta del oro, de la bocamina a la entrega, está dibujada en un mapa que se revisa cada año.",
     "mapa firmado\nacta de revisión", "lot", "met", "El mapa de la ruta se revisó en enero de 2025."),
    ("QUI-02", "Origen", "Foto de cada sello", "De cada bolsa que sale hay una foto del sello con su número.",
     "fotos con fecha\nlista de sellos", "lot", "partly", "Hay foto de la mayoría de los sellos; faltan los de marzo."),
    ("QUI-03", "Pagos", "Pago por banco", "Cada venta se paga a la cuenta de la cooperativa.",
     "extractos\nliquidaciones", "sale payment", "met", "Todas las ventas de 2025 se pagaron a la cuenta."),
)
_NUMBERS = (("M.1/5.2/P.1", "Vol. 2, M.1, 5.2"), ("M.1/5.2/P.2", "Vol. 2, M.1, 5.2"))


def add_own_rows(book: Book) -> None:
    """Note the list, its rows with their answers for 2025, and the numbers."""
    book.add("own_catalogue", catalogue=LIST, title="Lista del comprador Metales Quimera", owner="Metales Quimera",
             words="fulfilment", licence="Para la cooperativa y el comprador",
             source_text="Contrato de compra, anexo 2")
    book.add("catalogue_use", catalogue=LIST, title="Lista del comprador Metales Quimera", since=date(2025, 1, 15),
             light=False)
    for code, chapter, title, text, evidence, registers, result, said in _ROWS:
        book.add("own_requirement", catalogue=LIST, code=code, module=chapter, title_es=title, text_es=text,
                 evidence_es=evidence, records=registers)
        book.add("answer", catalogue=LIST, requirement=code, period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                 result=result, applies=True, work_status="done" if result == "met" else "in_progress", statement=said,
                 responsible="Libardo Naranjo Duque", answered_on=date(2026, 1, 20),
                 confirmed_by="Blanca Isaza Yepes")
    book.add("cross_tie", first=f"requirement/{LIST}/QUI-01", second="requirement/craft-2.0/M.4/5.2.12/S.1.1",
             relation="wider", decision="own", reason="El mapa de la ruta sirve también para seguir los lotes.",
             author="Libardo Naranjo Duque", date=date(2025, 2, 3))
    for code, number in _NUMBERS:
        book.add("official_text", catalogue="craft-2.0", requirement=code, official_code=number,
                 source_text="Código CRAFT, copia de la oficina", noted_on=date(2025, 2, 3),
                 noted_by="Libardo Naranjo Duque")
