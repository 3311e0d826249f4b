"""The demonstration cooperative itself: profile, sites, permits, crews, partners, policies and rates."""

from __future__ import annotations

from datetime import date

from armdesk.demo import names
from armdesk.demo.book import Book
from armdesk.demo.papers import Papers

SITES = (
    ("SIT-01", "Bocamina El Cóndor", "hard_rock", "Socavón con entibado", 7_041_250, -75_012_480, 1340),
    ("SIT-02", "Bocamina Santa Bárbara", "hard_rock", "Socavón con malacate", 7_044_910, -75_018_230, 1410),
    ("SIT-03", "Playa La Garza", "alluvial", "Batea y canalón", 7_028_640, -75_030_770, 780),
    ("SIT-04", "Escombrera El Mirador", "tailings", "Selección manual", 7_040_120, -75_010_050, 1310),
    ("SIT-05", "Planta comunitaria La Unión", "plant", "Molienda, mesa y fundición", 7_036_980, -75_015_600, 1180),
)
CREWS = (
    ("C-01", "Cuadrilla Los Gavilanes", "SIT-01", "underground", 13), ("C-02", "Cuadrilla El Túnel", "SIT-01",
                                                                       "underground", 12),
    ("C-03", "Cuadrilla La Veta", "SIT-01", "underground", 12), ("C-04", "Cuadrilla Santa Bárbara", "SIT-02",
                                                                 "underground", 12),
    ("C-05", "Cuadrilla El Descanso", "SIT-02", "underground", 11), ("C-06", "Cuadrilla La Garza", "SIT-03",
                                                                     "panning", 13),
    ("C-07", "Grupo Mujeres del Mirador", "SIT-04", "selection", 13), ("C-08", "Grupo La Esmeralda", "SIT-04",
                                                                       "selection", 12),
    ("C-09", "Cuadrilla de planta", "SIT-05", "plant", 15), ("C-10", "Cuadrilla de patio", "SIT-01", "surface", 12),
)
"""Shape: code, name, site, kind of work, persons."""
_PERMITS = (
    ("PER-01", "SIT-01", "concession", "Contrato de concesión", "QUI-08141", "Autoridad minera", date(2012, 5, 2),
     date(2042, 5, 1)),
    ("PER-02", "SIT-02", "contract", "Subcontrato de formalización", "SF-0093", "Autoridad minera", date(2019, 3, 11),
     date(2029, 3, 10)),
    ("PER-03", "SIT-03", "registration", "Inscripción de barequeros", "BQ-2210", "Alcaldía de Puerto Quimera",
     date(2025, 2, 3),
     date(2026, 2, 28)),
    ("PER-04", "SIT-05", "water", "Permiso de vertimientos", "R-1187", "Corporación ambiental", date(2020, 10, 1),
     date(2025, 9, 30)),
    ("PER-05", "SIT-01", "environmental", "Licencia ambiental", "R-0455", "Corporación ambiental", date(2013, 8, 20),
     date(2042, 5, 1)),
    ("PER-06", "SIT-01", "explosives", "Permiso de explosivos", "EX-3312", "Control de armas y explosivos", date(2025,
                                                                                                                 3, 1),
     date(2026, 2, 28)),
)
_PARTIES = (
    ("COM-01", "Metales Quimera S.A.S.", "buyer", date(2025, 1, 20), "clear", "Ramiro Quimera", date(2027, 6, 30),
     False),
    ("COM-02", "Refinadora Valle Alto S.A.", "buyer", date(2025, 1, 22), "clear", "Fondo Valle Alto", date(2026, 11,
                                                                                                           30), False),
    ("COM-03", "Joyería Luz de Agua", "buyer", date(2025, 2, 5), "clear", "Elena Aguado", date(2026, 12, 31), True),
    ("COM-04", "Comercializadora El Puente", "buyer", None, "pending", None, None, False),
    ("TRA-01", "Transportes Blindados del Río", "carrier", date(2024, 3, 2), "clear", "Hermanos Del Río", None, False),
    ("PRO-01", "Almacén Minero La Pala", "supplier", None, None, None, None, False),
)
_STAKEHOLDERS = (
    ("Alcaldía de Puerto Quimera", "public", "Mesa minera municipal"),
    ("Autoridad minera, punto regional", "public", "Fiscalización de los títulos"),
    ("Corporación ambiental regional", "public", "Agua, bosque y mercurio"),
    ("Junta de acción comunal El Mirador", "community", "Camino, ruido y polvo"),
    ("Acueducto veredal La Garza", "community", "Calidad del agua"),
    ("Consejo comunitario del río", "community", "Barequeo y pesca"),
    ("Fundación Oro con Futuro (inventada)", "civil", "Capacitación y CRAFT"),
    ("Metales Quimera S.A.S.", "private", "Compra de oro"),
    ("Asociación de seleccionadoras El Mirador", "miners", "Acceso a la escombrera"),
)
_POLICIES = (
    ("Política de cadena de suministro y derechos humanos", date(2024, 2, 24)), ("Política de mercurio cero",
                                                                                 date(2024, 2, 24)),
    ("Reglamento de seguridad en bocaminas", date(2024, 6, 15)), ("Política de trabajo infantil", date(2024, 2, 24)),
    ("Política contra el acoso sexual", date(2025, 3, 8)), ("Procedimiento de quejas", date(2024, 6, 15)),
)
PRICES = {  # month -> (USD per troy ounce, COP per USD); invented, near what those years looked like
    f"{year}-{month:02d}": (usd, fx)
    for year, row in ((2024, ((2034, 3920), (2023, 3930), (2158, 3900), (2331, 3870), (2351, 3870), (2327, 4050),
                              (2398, 4040), (2470, 4070), (2570, 4190), (2690, 4260), (2651, 4410), (2648, 4380))),
                      (2025, ((2710, 4300), (2895, 4130), (2983, 4130), (3217, 4260), (3278, 4200), (3352, 4110),
                              (3340, 4030), (3368, 4040), (3667, 3930), (4058, 3880), (4087, 3790), (4290, 3810))))
    for month, (usd, fx) in enumerate(row, start=1)
}
CASH_LIMIT = 6_000_000_00


def add_office(book: Book, papers: Papers) -> None:
    """Note the profile, the places and the partners."""
    _organisation(book)
    for code, name, kind, method, latitude, longitude, altitude in SITES:
        book.add("site", code=code, name=name, kind=kind, status="active", method=method, minerals="Au",
                 municipality=names.MUNICIPALITY, province=names.REGION, country=names.COUNTRY, latitude=latitude,
                 longitude=longitude, altitude_m=altitude, risk_area="Sí, según la última evaluación de riesgos",
                 risk_source="Evaluación de riesgos del comité", assessed_on=date(2025, 1, 25))
    for code, site, kind, title, number, authority, granted, expires in _PERMITS:
        paper = papers.scan("permit", f"{title} {number}", (f"Autoridad: {authority}", f"Vigente hasta {expires}"),
                            day=granted, issuer=authority, valid_to=expires, official_no=number)
        book.add("permit", code=code, site=book.id("site", site), kind=kind, title=title, number=number,
                 authority=authority, holder=names.COOPERATIVE, granted_on=granted, expires_on=expires,
                 status="Vigente", commodities="Au", document=paper)
    for code, name, site, kind, _persons in CREWS:
        book.add("crew", code=code, name=name, site=book.id("site", site), kind=kind, active_from=date(2019, 1, 14))
    _partners(book)
    for title, adopted in _POLICIES:
        paper = papers.scan("policy", title, ("Aprobada por la asamblea.",), day=adopted, issuer=names.SHORT)
        book.add("policy", title=title, edition="1", adopted_on=adopted, adopted_by="Asamblea general",
                 review_on=adopted.replace(year=adopted.year + 2), document=paper,
                 made_known_how="Leída en asamblea y publicada en la cartelera de cada bocamina.")
    _rates(book)


def _organisation(book: Book) -> None:
    book.add("organisation", legal_name=names.COOPERATIVE, short_name=names.SHORT, legal_form="Cooperativa",
             founded_on=date(2009, 9, 12), registry_no="S0504321", tax_id="900900900-0", country=names.COUNTRY,
             region=names.REGION, municipality=names.MUNICIPALITY, address="Calle del Comercio 3-21",
             phone="+57 300 000 0000", email="oficina@example.org", representative="Blanca Isaza Yepes",
             dd_officer="Libardo Naranjo Duque", dd_officer_since=date(2024, 1, 22),
             complaint_contact="Buzón en cada bocamina y celular de la oficina",
             bank_channel="Cuenta de ahorros a nombre de la cooperativa",
             officers="Blanca Isaza Yepes, presidenta\nLibardo Naranjo Duque, secretario", minerals="Au",
             uses_mercury=True, uses_cyanide=False, underground=True, has_selectors=True, buys_mineral=False,
             legitimacy_option="A", legitimacy_reason="Contrato de concesión y subcontrato de formalización vigentes.",
             supply_chain="Bocamina o playa, planta comunitaria, fundición, tesorería, comprador.",
             description="Cooperativa inventada: dos bocaminas, una playa, una escombrera y una planta.", demo=True,
             extracts=True, processes=True, uses_explosives=True, hires_workers=True, has_guards=True,
             near_large_mine=True, collective_land=False)


def _partners(book: Book) -> None:
    for number, (code, name, role, screened, result, owner, licence, fairmined) in enumerate(_PARTIES, start=1):
        party = book.add("party", code=code, name=name, role=role, country=names.COUNTRY,
                 tax_id=f"80010020{number}-{number}", registry_no=f"M-10{number}",
                 licence_no=f"RUC-2024-{number:03d}" if licence else None,
                 licence_valid_to=licence, address="Dirección inventada", beneficial_owner=owner,
                 pep=False if screened else None, screened_on=screened, screening_result=result,
                 screening_source="Listas públicas de sanciones" if screened else None, fairmined=fairmined,
                 red_flag_sourcing=False if screened else None, agreement_ref=f"Acuerdo {number}" if screened else None)
        if screened:
            _checks(book, party, screened, licence, result)
    for name, kind, interest in _STAKEHOLDERS:
        book.add("stakeholder", name=name, kind=kind, interest=interest, contact="Persona de contacto inventada",
                 commitments="Reunión de seguimiento cada semestre")


def _checks(book: Book, party: str, day: date, licence: date | None, result: str | None) -> None:
    """What was looked up about a partner on one day."""
    for subject, where, ends in (
            ("identity", "Certificado de la cámara de comercio", None),
            ("licence", "Consulta en línea del registro de comercializadores", licence),
            ("owners", "Certificado de la cámara de comercio", None),
            ("screening", "Listas públicas de sanciones", None), ("agreement", "Acuerdo firmado, en la carpeta", None)):
        lapsed = ends is not None and ends < day
        doubt = lapsed or (subject == "screening" and result not in ("clear", None))
        book.add("party_check", party=party, subject=subject, result="doubt" if doubt else "good", checked_on=day,
                 checked_where=where, checked_by="Libardo Naranjo Duque", expires_on=ends, risk="2" if doubt else "1",
                 note="Falta aclararlo con el comprador." if doubt else None)


def _rates(book: Book) -> None:
    months = sorted(PRICES)
    for place, month in enumerate(months):
        first = date.fromisoformat(f"{month}-01")
        following = months[place + 1] if place + 1 < len(months) else "2026-01"
        last = date.fromordinal(date.fromisoformat(f"{following}-01").toordinal() - 1)
        usd, fx = PRICES[month]
        book.add("rate", kind="lbma_pm", name="Oro, referencia del mes", value=usd * 10**6, unit="USD/oz",
                 currency="USD", valid_from=first, valid_to=last, source_text=names.INVENTED)
        book.add("rate", kind="fx", name="Dólar, promedio del mes", country="CO", value=fx * 10**6, unit="COP/USD",
                 currency="COP", valid_from=first, valid_to=last, source_text=names.INVENTED)
    for kind, name, value, unit in (("royalty", "Regalía del oro, sobre el 80 % del valor", 4, "%"),
                                    ("floor", "Precio mínimo de la cooperativa", 90, "% de la referencia"),
                                    ("premium", "Prima por kg fino", PREMIUM_PER_KG // 100, "COP/kg"),
                                    ("cash_limit", "Tope de pago en efectivo", CASH_LIMIT // 100, "COP")):
        book.add("rate", kind=kind, name=name, country="CO", value=value * 10**6, unit=unit,
                 currency="COP" if "COP" in unit else None, valid_from=date(2024, 1, 1), source_text=names.INVENTED)
    book.add("catalogue_use", catalogue="craft-2.0", title="Código CRAFT 2.0", since=date(2024, 1, 22), light=False)


PREMIUM_PER_KG = 8_000_000_00
