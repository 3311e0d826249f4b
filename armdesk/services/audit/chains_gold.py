"""The chains of a lot, a sale and a payment: back to the mine, forward to the buyer, and the papers between."""

from __future__ import annotations

from datetime import timedelta

from armdesk.i18n import _
from armdesk.models import Lot, Payment, Person, Sale, choices
from armdesk.services.audit.chain import Chain, Walk
from armdesk.services.findings.presence_rules import AFTER_LEAVING
from armdesk.services.gold import trace
from armdesk.services.gold.lot_stock import DELIVERY, LOT, PARTY
from armdesk.services.money import cash, kyc

_FOLLOWS = "payment_follows_days"
"""Kind of the rate that says how long after work a payment may come without a question."""


def walk_lot(walk: Walk, id_: str) -> Chain:
    """From the lot back to the deliveries, and forward through seal, assay and hand-over to the sale."""
    lot = walk.store.get(Lot, id_)
    chain = Chain(f"{LOT}/{id_}")
    if lot is None:
        return chain
    raw = bytes.fromhex(id_)
    found = trace.back(walk.store, chain.reference)
    sources = found.of(DELIVERY) + found.of(PARTY)
    chain.link("origin", _("Back to the mine"), sources and not found.breaks,
               _("Every gram is walked back to {count} deliveries or purchases.").format(count=len(sources)),
               found.breaks[0].sentence if found.breaks else _("No delivery and no purchase stands at its beginning."))
    later = [node for node in sources if node.day and lot.created_on and node.day > lot.created_on]
    if lot.created_on is None:
        chain.link("order", _("Order of the days"), False, "", _("The day it was made is not written."))
    else:
        chain.link("order", _("Order of the days"), not later, _("Nothing in it was mined after it was made."),
                   _("It was made before gold in it was delivered ({day}).").format(day=later[0].day if later else ""))
    chain.link("weight", _("Weight and fineness"), lot.gross_mg and lot.fineness, _("Both are written."),
               _("Weight or fineness is not written."))
    if lot.status == "used":
        for key, title in (("seal", _("Seal")), ("assay", _("Assay")), ("sale", _("Sale"))):
            chain.skip(key, title, _("It went into another lot or batch, which is asked instead."))
        return chain
    chain.link("seal", _("Seal"), lot.seal_no or lot.tag_id, _("It has a seal or tag."),
               _("It has no seal and no tag."))
    chain.link("assay", _("Assay"), walk.any("SELECT 1 FROM assay WHERE trashed = 0 AND lot = ?", raw),
               _("Its fineness was measured."), _("No assay names it: nobody knows who measured its fineness."))
    if lot.status in ("hold", "frozen"):
        chain.link("hold", _("On hold"), False, "", _("It is on hold: {reason}").format(reason=lot.hold_reason or "–"))
    if lot.status != "sold":
        chain.skip("sale", _("Sale"), _("It is not sold."))
        return chain
    named = lot.sale or walk.any("SELECT 1 FROM sale WHERE trashed = 0 AND lot = ?", raw)
    chain.link("sale", _("Sale"), named, _("It names its sale."), _("It is sold, but names no sale."))
    handed = walk.any("SELECT 1 FROM custody_transfer WHERE trashed = 0 AND lot = ?", raw)
    chain.link("custody", _("Hand-over"), handed, _("The hand-over is noted."), _("Nobody noted the hand-over."))
    return chain


def walk_sale(walk: Walk, id_: str) -> Chain:
    """From the sale back to the mine, and across to buyer, price, taxes, papers and money."""
    sale = walk.store.get(Sale, id_)
    chain = Chain(f"sale/{id_}")
    if sale is None:
        return chain
    raw, where = bytes.fromhex(id_), chain.reference
    found = trace.back(walk.store, where)
    chain.link("origin", _("Back to the mine"), found.of(DELIVERY) + found.of(PARTY) and not found.breaks,
               _("The gold is walked back to its deliveries."),
               found.breaks[0].sentence if found.breaks else _("The gold cannot be walked back to a delivery."),
               found.breaks[0].reference if found.breaks else where)
    _buyer(walk, chain, sale)
    chain.link("price", _("Price reference"), sale.pct_of_reference is not None,
               _("The share paid of the reference is known."),
               _("The reference of the day is missing, so nobody sees what share of it was paid."))
    chain.link("invoice", _("Invoice"), sale.invoice_no, _("It has its invoice."), _("It has no invoice number."))
    chain.link("certificate", _("Certificate of origin"), sale.origin_document_no, _("It has its certificate."),
               _("It has no number of a certificate of origin."))
    _taxes(walk, chain, raw)
    chain.link("assay", _("Assay of the buyer"), walk.any(
        "SELECT 1 FROM assay a JOIN lot l ON l.id = a.lot LEFT JOIN sale s ON s.lot = l.id WHERE a.trashed = 0 "
        "AND a.party IN ('buyer', 'umpire') AND (l.sale = ? OR s.id = ?)", raw, raw),
        _("The buyer's assay is noted."), _("No assay of the buyer or an umpire is noted."))
    chain.link("money", _("Money received"), walk.any(
        "SELECT 1 FROM payment WHERE trashed = 0 AND sale = ? AND direction = 'in'", raw),
        _("The payment received is noted."), _("No payment received names this sale."))
    chain.link("paper", _("Paper of the sale"), walk.papers(where), _("Its papers are filed."),
               _("No paper is filed with this sale."))
    return chain


def _buyer(walk: Walk, chain: Chain, sale: Sale) -> None:
    if not chain.link("buyer", _("Buyer"), sale.buyer, _("The buyer is in the list of partners."),
                      _("The buyer is in no list of partners.")):
        return
    [known] = kyc.known(walk.store, sale.date, only=sale.buyer)
    lacking = ", ".join(_(choices.CHECKED[each.subject]) for each in known.lacking)
    chain.link("buyer_checked", _("Buyer looked up"), not lacking, _("All checks held on the day of the sale."),
               _("On the day of the sale these checks did not hold: {names}.").format(names=lacking),
               f"party/{sale.buyer}")


def _taxes(walk: Walk, chain: Chain, raw: bytes) -> None:
    title = _("Taxes and royalties")
    rows = walk.ask("SELECT id, receipt_ref FROM sale_deduction WHERE trashed = 0 AND sale = ? AND kind IN "
                    "('royalty', 'income_withholding', 'vat', 'export_duty', 'municipal') AND corrects IS NULL", raw)
    if not chain.link("taxes", title, rows, _("Taxes of the sale are noted."),
                      _("No tax or royalty of this sale is noted.")):
        return
    bare = [id_ for id_, receipt in rows if not receipt]
    chain.link("tax_receipts", _("Receipts of taxes"), not bare, _("Each has the number of its receipt."),
               _("{count} without the number of a receipt.").format(count=len(bare)),
               f"sale_deduction/{bytes(bare[0]).hex()}" if bare else "")


def walk_payment(walk: Walk, id_: str) -> Chain:
    """From the receipt to who was paid, for what, how, and with which proof."""
    paid = walk.store.get(Payment, id_)
    chain = Chain(f"payment/{id_}")
    if paid is None:
        return chain
    chain.link("number", _("Receipt no."), paid.code, _("It has its number."), _("It has no number."))
    chain.link("payee", _("Who was paid"), paid.person or paid.party, _("Who was paid is in a register."),
               _("“{name}” is in no register.").format(name=paid.person_as_written or "–"))
    person = walk.store.get(Person, paid.person) if paid.person else None
    if person is not None:
        early = person.joined_on is not None and paid.date < person.joined_on
        late = person.left_on is not None and paid.date > person.left_on + timedelta(
            days=walk.limit(AFTER_LEAVING, paid.date))
        chain.link("member_then", _("Belonged then"), not early and not late,
                   _("On that day the person belonged to the cooperative."),
                   _("Paid before joining ({day}).").format(day=person.joined_on) if early else
                   _("Paid long after leaving ({day}).").format(day=person.left_on))
    chain.link("purpose", _("What for"), paid.sale or paid.settlement or _worked_for(walk, paid, person),
               _("A sale, settlement, delivery, shift or advance stands behind it."),
               _("No sale, settlement, delivery, shift or advance of the {days} days before stands behind it.").format(
                   days=walk.limit(_FOLLOWS, paid.date)))
    chain.link("method", _("Method"), paid.method, _("How it was paid is written."),
               _("How it was paid is not written."))
    lacks = cash.doubts(paid, walk.rates)
    if paid.method == "cash":
        chain.link("cash", _("Reason for cash"), not lacks, _("Cash is explained where it must be."),
                   next(iter(lacks.values()), ""))
    proof = paid.signed or paid.bank_ref or walk.papers(chain.reference)
    chain.link("proof", _("Proof"), proof, _("Signed, or with a bank reference or paper."),
               _("Neither signed nor with a bank reference or paper."))
    return chain


def _worked_for(walk: Walk, paid: Payment, person: Person | None) -> bool:
    """Whether the days before, as the dated limit counts them, name person or crew in a delivery, shift or advance."""
    if person is None:
        return False
    raw, begins = bytes.fromhex(person.id), paid.date - timedelta(days=walk.limit(_FOLLOWS, paid.date))
    if any(walk.any(f"SELECT 1 FROM {register} WHERE trashed = 0 AND person = ? AND date BETWEEN ? AND ?", raw, begins,  # noqa: S608 - own names
                    paid.date) for register in ("production", "attendance", "advance")):
        return True
    return bool(person.crew) and any(walk.any(
        f"SELECT 1 FROM {register} WHERE trashed = 0 AND crew = ? AND date BETWEEN ? AND ?", bytes.fromhex(person.crew),  # noqa: S608 - own names
        begins, paid.date) for register in ("production", "shift"))
