"""Countries with small-scale gold mining, by their names."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from armdesk.i18n import N_, _

NAMES = {
    "BO": N_("Bolivia"), "BR": N_("Brazil"), "BF": N_("Burkina Faso"), "BI": N_("Burundi"), "CM": N_("Cameroon"),
    "CF": N_("Central African Republic"), "TD": N_("Chad"), "CL": N_("Chile"), "CO": N_("Colombia"),
    "CD": N_("DR Congo"), "CR": N_("Costa Rica"), "CI": N_("Côte d’Ivoire"), "DO": N_("Dominican Republic"),
    "EC": N_("Ecuador"), "ET": N_("Ethiopia"), "GF": N_("French Guiana"), "GH": N_("Ghana"), "GT": N_("Guatemala"),
    "GN": N_("Guinea"), "GY": N_("Guyana"), "HN": N_("Honduras"), "ID": N_("Indonesia"), "KE": N_("Kenya"),
    "KG": N_("Kyrgyzstan"), "LA": N_("Laos"), "LR": N_("Liberia"), "MG": N_("Madagascar"), "ML": N_("Mali"),
    "MR": N_("Mauritania"), "MX": N_("Mexico"), "MN": N_("Mongolia"), "MZ": N_("Mozambique"), "NI": N_("Nicaragua"),
    "NE": N_("Niger"), "NG": N_("Nigeria"), "PA": N_("Panama"), "PG": N_("Papua New Guinea"), "PY": N_("Paraguay"),
    "PE": N_("Peru"), "PH": N_("Philippines"), "CG": N_("Republic of the Congo"), "RW": N_("Rwanda"),
    "SN": N_("Senegal"), "SL": N_("Sierra Leone"), "SD": N_("Sudan"), "SR": N_("Suriname"), "TZ": N_("Tanzania"),
    "TG": N_("Togo"), "UG": N_("Uganda"), "VE": N_("Venezuela"), "ZM": N_("Zambia"), "ZW": N_("Zimbabwe"),
}


def named() -> list[tuple[str, str]]:
    """(code, name in the language in force), in order of the name."""
    return sorted(((code, _(name)) for code, name in NAMES.items()), key=lambda pair: pair[1].casefold())


def here() -> str:
    """The country this computer is set to, "" where it is none of these."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if code in NAMES else ""
