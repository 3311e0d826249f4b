"""Field types for exact quantities: counts, weights, fineness, money; whole numbers of the smallest step."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from armdesk import currencies, numbers
from armdesk.field import Declared, Reading
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text, scaled_text


class CurrencyCode(Declared):
    """Currency of the amounts beside it (ISO 4217)."""

    def _parse(self, text: str, reading: Reading) -> Any:
        return text.upper()

    def _check(self, value: Any) -> list[str]:
        known = value in currencies.codes()
        return [] if known else [_("“{text}” is not a currency code such as USD.").format(text=value)]


class Whole(Declared):
    """A count."""

    field_type = "BIGINT"
    align_right = True

    def __init__(self, label: str, *, least: int = 0, most: int = 10**9, **more: Any) -> None:
        super().__init__(label, **more)
        self.least, self.most = least, most

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, 0, decimal_mark=reading.decimal_mark)

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else decimal_text(value, 0, current())

    def _check(self, value: Any) -> list[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [_("This is not a whole number.")]
        if value < self.least:
            return [_("This must be at least {least}.").format(least=self._limit(self.least))]
        return [_("This must be at most {most}.").format(most=self._limit(self.most))] if value > self.most else []

    def _limit(self, value: int) -> str:
        return decimal_text(value, 0, current())


class Scaled(Whole):
    """An exact quantity: whole steps of 10^-places of its unit."""

    def __init__(self, label: str, *, unit: str, places: int, least: int = 0, most: int = 10**15,
                 shown_places: int | None = None, **more: Any) -> None:
        super().__init__(label, least=least, most=most, **more)
        self.unit, self.places, self.shown_places = unit, places, shown_places

    def unit_of(self, record: Mapping[str, Any] | None = None) -> str:
        return _(self.unit)

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, self.places, decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        scaled = Decimal(value).scaleb(self.places)
        rounded = int(scaled.to_integral_value(rounding="ROUND_HALF_UP"))
        # Spreadsheets carry binary dust (0.1 + 0.2); what differs by less than a thousandth of a step is the same.
        if abs(scaled - rounded) > Decimal("0.001"):
            raise ValueError(_("{value} has more than {places} decimals.").format(value=value, places=self.places))
        return rounded

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else scaled_text(value, self.places, current(), least=self.shown_places)

    def exchange(self, value: Any, record: Mapping[str, Any] | None = None) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def _limit(self, value: int) -> str:
        return f"{scaled_text(value, self.places, current(), least=0)} {self.unit_of()}"


class Mass(Scaled):
    """A weight of mineral or metal, kept in mg, shown in g; other units of the field are understood when typed."""

    def __init__(self, label: str, *, least: int = 0, signed: bool = False, **more: Any) -> None:
        super().__init__(label, unit="g", places=3, least=-(10**10) if signed else least, most=10**10, **more)

    @property
    def key(self) -> str:
        return self._key or f"{self.name.removesuffix('_mg')}_g"

    def _parse(self, text: str, reading: Reading) -> Any:
        unit, mark = reading.unit or "g", reading.decimal_mark
        return numbers.parse_mass(text, unit=unit, decimal_mark=mark, units=reading.units)

    def _take(self, value: Any, reading: Reading) -> Any:
        per_unit = numbers.MASS_UNITS[reading.unit or "g"]
        exact = Decimal(value) * per_unit.numerator / per_unit.denominator
        return int(exact.to_integral_value(rounding="ROUND_HALF_UP"))


class Fineness(Scaled):
    """Share of pure metal, kept in tenths of a per-mille; 24 carat = 1000 per-mille."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, unit="‰", places=1, least=1, most=10_000, shown_places=0, **more)

    @property
    def key(self) -> str:
        return self._key or f"{self.name}_permille"

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_fineness(text, unit=reading.unit, decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        return numbers.parse_fineness(value, unit=reading.unit)


class Money(Whole):
    """An amount in the smallest unit of the currency that the record names beside it."""

    def __init__(self, label: str, *, currency: str = "currency", least: int = 0, signed: bool = False,
                 **more: Any) -> None:
        super().__init__(label, least=-(10**17) if signed else least, most=10**17, **more)
        self.currency = currency

    def places_of(self, record: Mapping[str, Any] | None) -> int:
        """Decimals of this record's currency."""
        return currencies.digits((record or {}).get(self.currency))

    def unit_of(self, record: Mapping[str, Any] | None = None) -> str:
        return str((record or {}).get(self.currency) or "")

    def _parse(self, text: str, reading: Reading) -> Any:
        return numbers.parse_scaled(text, currencies.digits(reading.currency), decimal_mark=reading.decimal_mark)

    def _take(self, value: Any, reading: Reading) -> Any:
        # A spreadsheet's computed amount has more decimals than money has: rounded half up to the smallest unit.
        scaled = Decimal(value).scaleb(currencies.digits(reading.currency))
        return int(scaled.to_integral_value(rounding="ROUND_HALF_UP"))

    def format(self, value: Any, record: Mapping[str, Any] | None = None) -> str:
        return "" if value is None else scaled_text(value, self.places_of(record), current())

    def exchange(self, value: Any, record: Mapping[str, Any] | None = None) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places_of(record))
