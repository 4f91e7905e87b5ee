"""Figures, charts, diagrams, sources and places in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from outreach.localize import dates, names, numbers
from outreach.localize.strings import Strings
from outreach.localize.views import ChartView, DiagramView, FigureView, RowView, SourceView, StepView
from outreach.model import (
    Chart,
    Confidence,
    Diagram,
    Figure,
    Label,
    Library,
    PageFacts,
    PageWords,
    Place,
    Qualifier,
    Source,
    Step,
)
from outreach.project import Language

# From the first digit to the last, with the sign of per cent and the Chinese words of scale, which belong to the
# digits: what is set large. Currency and other words of scale stay small.
_DIGITS = re.compile(r"\d(?:.*[\d%万亿])?")


R = TypeVar("R", Chart, Diagram, Place, Source)


@dataclass(frozen=True)
class Formatter:
    """Formats the Library's data for a language. Ids that do not exist give nothing: rules report them."""

    library: Library
    language: Language
    strings: Strings

    def number(self, value: float) -> str:
        """A plain number."""
        return numbers.number(value, self.language.locale)

    def letter(self, letter: str) -> str:
        """The letter of a list item as the language counts: Arabic by its own alphabet's old order."""
        place = "abcdefghij".find(letter)
        arabic = ("أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي")  # a bare ه would look like a digit
        return arabic[place] if self.language.locale.language == "ar" and place >= 0 else letter

    def place(self, place_id: str) -> str:
        """City and country, the country's name from CLDR."""
        place = _by_id(self.library.places, place_id)
        if place is None:
            return ""
        country = names.country(place.country, self.language.locale)
        city = self.strings.pgettext("place", place.name)
        return self.strings.gettext("{city}, {country}").format(city=city, country=country)

    def source_title(self, source_id: str) -> str:
        """A publication's title in this language."""
        source = _by_id(self.library.sources, source_id)
        return self.strings.gettext(source.title) if source else ""

    def sources(self, ids: tuple[str, ...]) -> tuple[SourceView, ...]:
        """Publications in the order that the page names them."""
        known = {source.id: source for source in self.library.sources}
        return tuple(
            SourceView(
                title=self.strings.gettext(known[one].title),
                year=str(known[one].year or ""),
                symbol=known[one].symbol,
                url=known[one].url,
            )
            for one in ids
            if one in known
        )

    def confidence(self, term: Confidence | None) -> str:
        """A confidence term's words."""
        s = self.strings
        return {
            None: "",
            Confidence.WELL_ESTABLISHED: s.gettext("well established"),
            Confidence.ESTABLISHED_BUT_INCOMPLETE: s.gettext("established but incomplete"),
            Confidence.UNRESOLVED: s.gettext("unresolved"),
            Confidence.INCONCLUSIVE: s.gettext("inconclusive"),
        }[term]

    def figures(self, labels: tuple[Label, ...]) -> tuple[FigureView, ...]:
        """The figures that a sheet shows, in its order, with its words."""
        known = {figure.id: figure for figure in self.library.figures}
        return tuple(self._figure(known[label.id], label.words) for label in labels if label.id in known)

    def _figure(self, figure: Figure, label: str) -> FigureView:
        qualified = self._qualified_share if figure.unit == "percent" else self._qualified
        before, _, after = qualified(figure.qualifier).partition("{number}")
        amount = self._amount(figure)
        digits = _DIGITS.search(amount)
        first, last = digits.span() if digits else (0, len(amount))
        return FigureView(
            before=before + amount[:first],
            number=amount[first:last],
            after=amount[last:] + after,
            label=label,
            confidence=self.confidence(figure.confidence),
            source=self.source_title(figure.source),
            year=str(figure.year or ""),
        )

    def _qualified(self, qualifier: Qualifier) -> str:
        s = self.strings
        return {
            Qualifier.EXACT: "{number}",
            Qualifier.MORE_THAN: s.gettext("more than {number}"),
            Qualifier.ABOUT: s.gettext("about {number}"),
            Qualifier.AT_LEAST: s.gettext("at least {number}"),
            Qualifier.UP_TO: s.gettext("up to {number}"),
        }[qualifier]

    def _qualified_share(self, qualifier: Qualifier) -> str:
        """A share of a whole takes an article in some languages."""
        s = self.strings
        return {
            Qualifier.EXACT: "{number}",
            Qualifier.MORE_THAN: s.pgettext("percentage", "more than {number}"),
            Qualifier.ABOUT: s.pgettext("percentage", "about {number}"),
            Qualifier.AT_LEAST: s.pgettext("percentage", "at least {number}"),
            Qualifier.UP_TO: s.pgettext("percentage", "up to {number}"),
        }[qualifier]

    def _amount(self, figure: Figure) -> str:
        """The number, with its unit where that is a sign (the label says the others); a range says it once."""
        if figure.value is not None:
            text = self._unit(figure.value, figure.unit)
        else:
            text = self._range(*(self._unit(end or 0, figure.unit) for end in (figure.low, figure.high)))
        if figure.unit == "usd":
            return self.strings.gettext("US${amount}").format(amount=text)
        return text

    def _unit(self, value: float, unit: str) -> str:
        write = numbers.percent if unit == "percent" else numbers.amount
        return write(value, self.language.locale)

    def _range(self, first: str, *last: str) -> str:
        return numbers.span(first, last[0], self.language.locale) if last else first

    def chart(self, facts: PageFacts, words: PageWords) -> ChartView | None:
        """The chart of a page. Bars are measured against the longest, parts of a whole against the whole."""
        chart = _by_id(self.library.charts, facts.chart)
        if chart is None:
            return None
        labels = {label.id: label.words for label in words.chart_labels}
        rows = tuple(
            RowView(
                label=dates.partial(row.date, self.language.locale) if row.date else labels.get(row.id, ""),
                number=self._unit(row.value, chart.unit),
                length=round(100 * row.value / _full_length(chart), 2),
            )
            for row in chart.rows
        )
        return ChartView(
            kind=chart.kind,
            title=words.chart_title,
            note=words.chart_note,
            source=self.source_title(chart.source),
            rows=rows,
        )

    def diagram(self, facts: PageFacts, words: PageWords) -> DiagramView | None:
        """The diagram of a page."""
        diagram = _by_id(self.library.diagrams, facts.diagram)
        if diagram is None:
            return None
        labels = {label.id: label.words for label in words.diagram_labels}
        steps = tuple(
            StepView(
                number=self.number(number),
                label=labels.get(step.id, ""),
                by=step.by,
                actor=self._actor(step.by),
                duration=self._duration(step),
            )
            for number, step in enumerate(diagram.steps, 1)
        )
        return DiagramView(title=words.diagram_title, alternative=words.diagram_alt, steps=steps)

    def _actor(self, actor: str) -> str:
        s = self.strings
        actors = {
            "plenary": s.gettext("Plenary"),
            "governments": s.gettext("Governments"),
            "experts": s.gettext("Experts"),
            "secretariat": s.gettext("Secretariat"),
        }
        return actors.get(actor, "")

    def _duration(self, step: Step) -> str:
        if not step.weeks:
            return ""
        shown = self._range(*(self.number(weeks) for weeks in step.weeks))
        return self.strings.ngettext("{n} week", "{n} weeks", step.weeks[-1]).format(n=shown)


def _by_id(records: Iterable[R], one: str) -> R | None:
    return next((record for record in records if record.id == one), None)


def _full_length(chart: Chart) -> float:
    """What a bar of full length stands for: the whole, a hundred per cent, or the longest bar."""
    values = [row.value for row in chart.rows]
    if chart.kind == "share":
        return sum(values)
    return 100 if chart.unit == "percent" else max(values)
