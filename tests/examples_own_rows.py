"""One complete record of each kind about own requirements, official numbers and ties between standards."""

from __future__ import annotations

from datetime import date

from armdesk.models import own_rows
from armdesk.store import Store

_SAID = {
    "es": ("Mapa de la ruta", "La ruta del oro está dibujada en un mapa.", "Sirve el mapa de la vereda.", "mapa; acta",
           "Dibujar la ruta", "Quien transporta"),
    "en": ("Map of the route", "The route of the gold is drawn on a map.", "A map of the village will do.",
           "map; minutes", "Draw the route", "Whoever carries gold"),
    "fr": ("Carte du trajet", "Le trajet de l’or figure sur une carte.", "La carte du village suffit.",
           "carte; procès-verbal", "Dessiner le trajet", "Qui transporte"),
    "pt": ("Mapa da rota", "A rota do ouro está desenhada em um mapa.", "Serve o mapa da vila.", "mapa; ata",
           "Desenhar a rota", "Quem transporta"),
}


def own_catalogue(store: Store) -> own_rows.OwnCatalogue:
    return own_rows.OwnCatalogue(catalogue="comprador-2026", title="Lista del comprador", owner="Fundición del Sur",
                                 words="conformance", licence="Solo para la oficina", source_text="Contrato, anexo 2",
                                 note="Llegó por correo")


def own_requirement(store: Store) -> own_rows.OwnRequirement:
    said = {f"{name}_{language}": text for language, texts in _SAID.items()
            for name, text in zip(own_rows.TEXTS, texts, strict=True)}
    return own_rows.OwnRequirement(
        catalogue="craft-2.0", code="RUTA-01", module="4", level="entry", due_year=1, words="mitigation",
        applies_if="extracts processes", countries="CO PE", records="lot sale", facts="fine_sold", **said)


def official_text(store: Store) -> own_rows.OfficialText:
    return own_rows.OfficialText(
        catalogue="fairmined-2.0", requirement="FM-0.2-04", official_code="0.2.4", wording="La organización existe.",
        source_text="Estándar impreso, página 12", noted_on=date(2025, 2, 3), noted_by="Secretaria")


def cross_tie(store: Store) -> own_rows.CrossTie:
    return own_rows.CrossTie(first="requirement/craft-2.0/RUTA-01", second="requirement/oecd-annex2/G1-01",
                             relation="narrower", decision="own", reason="Pide el mismo mapa.", author="Secretaria",
                             date=date(2025, 2, 3))
