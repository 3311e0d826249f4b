"""Facts as sentences: what a figure says of its period in the language in force, and how it was reckoned."""

from __future__ import annotations

from dataclasses import replace

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import long_date
from armdesk.models import record_type
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.hiding import SMALLEST_GROUP, few
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.counted_facts import INDICATED
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.fact_words import FORMULAS, ON_THE_DAY, SENTENCES
from armdesk.services.period_facts.figures import Figures

MINORS = frozenset({"under_18", "minors_in_hazardous_tasks"})
_IN_TABLES = frozenset({"women", "selectors", "in_hazardous_tasks"})
"""Parts of the roster that packs tell in tables, by sex or role."""
_SHARE, _SHARE_ON = N_("{label}, {period}: {part} of {whole} ({value})"), N_(
    "{label}, on {day}: {part} of {whole} ({value})")
_PLAIN, _PLAIN_ON = N_("{label}, {period}: {value}"), N_("{label}, on {day}: {value}")


def sentence(figure: Figure, period: Period, *, outside: bool = False) -> str:
    """What a fact says, as one sentence.

    Shape: outside says that it leaves the office: then groups of fewer than five persons are not told.
    """
    if figure.value is None:
        return _("{said}.").format(said=_(_PLAIN).format(
            label=_(figure.label), period=period.label(current()), value=_("nothing recorded")))
    hidden = outside and figure.people
    if hidden and figure.name in _IN_TABLES:
        figure = replace(figure, part=None, places=0)
    template = _(_template(figure, hidden=hidden))
    said = template.format(label=_(figure.label), period=period.label(current()), day=_day(period),
                           value=told(figure, hidden=hidden), count=figure.count,
                           part=_part(figure) if hidden else figure.part,
                           whole=few(figure.whole) if hidden else figure.whole)
    notes = [figure.note] if figure.note and not hidden else []
    if figure.unsure and not hidden:
        notes.append(_("{count} could not be counted").format(count=figure.unsure))
    return _("{said} ({note}).").format(said=said, note="; ".join(notes)) if notes else _("{said}.").format(said=said)


def _template(figure: Figure, *, hidden: bool) -> str:
    own = SENTENCES.get(figure.name, "")
    telling = hidden and figure.unit == "%" and "{value}" in own and _gives_away(figure)
    if own and not telling and not ("{part}" in own and figure.part is None):
        return own
    on_the_day = figure.name in ON_THE_DAY
    if figure.part is None or figure.unit != "%" or (hidden and _gives_away(figure)):
        return _PLAIN_ON if on_the_day else _PLAIN
    return _SHARE_ON if on_the_day else _SHARE


def _gives_away(figure: Figure) -> bool:
    """Whether a share would tell of a group of fewer than five persons."""
    whole = figure.whole or 0
    part = figure.count if figure.part is None else figure.part
    return 0 < part < SMALLEST_GROUP or 0 < whole - part < SMALLEST_GROUP


def _part(figure: Figure) -> str:
    """How many have what is asked, where neither they nor the others may be told when they are few."""
    part, whole = figure.part or 0, figure.whole or 0
    if part >= SMALLEST_GROUP > whole - part > 0:
        return _("{count} or more").format(count=whole - SMALLEST_GROUP + 1)
    return str(few(part))


def told(figure: Figure, *, hidden: bool) -> str:
    """The value of a fact; hidden where groups of fewer than five persons may not be told."""
    if not hidden:
        return figure.shown()
    if figure.unit == "%":
        return _("withheld") if _gives_away(figure) else figure.shown()
    count = int(figure.number or 0)
    if count >= SMALLEST_GROUP and (figure.name in MINORS or figure.name in _IN_TABLES):
        # The exact number beside the tables of people would give away the small groups in them.
        floor = SMALLEST_GROUP if figure.name in MINORS else count // SMALLEST_GROUP * SMALLEST_GROUP
        return _("{count} or more").format(count=floor)
    return str(few(count))


def _day(period: Period) -> str:
    return long_date(period.ends, current())


def explanation(figures: Figures, figure: Figure) -> str:
    """How a fact is reckoned and from which registers."""
    formula = FORMULAS.get(figure.name)
    if formula is not None:
        said = _(formula)
    elif figure.name in INDICATED:
        indicator = figures.reckoned.of(figure.name)
        said = f"{indicator.formula}. {indicator.source}"
    elif figure.part is not None:
        said = _("Those that have it, divided by all that count; the others are listed as lacking")
    else:
        said = _("The number of entries, each counted once")
    names = ", ".join(sorted(_(record_type(name).about.many) for name in READS.get(figure.name, ())
                             if name not in _BESIDE))
    return _("{formula}. Source: the registers {names}.").format(formula=said.rstrip("."), names=names)


_BESIDE = frozenset({"organisation", "rate"})
"""Registers that only say by which limits something is judged."""


def reads(figure_name: str) -> frozenset[str]:
    """Record types a fact is computed from."""
    return READS.get(figure_name, frozenset())
