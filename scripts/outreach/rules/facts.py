"""Facts stand once, and everything that refers to them finds them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from babel import Locale

from outreach.findings import Finding, Position, did_you_mean, quoted
from outreach.load.library import kind_of
from outreach.load.records import field_types
from outreach.model import Chart, Document, Entry, Label, Library, PageFacts, PageWords
from outreach.project import Project

_DATA = "docs/data/{}.yml"
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def facts_stand_in_the_source_only(project: Project, library: Library) -> Iterator[Finding]:
    """A date or a number that stands in six files will one day differ in one of them."""
    for entry, code, text in library.texts():
        if code == library.source:
            continue
        facts = set(field_types(kind_of(entry.key).facts))
        for name, _ in text.document.fields:
            if name in facts:
                source = entry.texts[library.source].document.path
                problem = f"'{name}' is a fact, which stands in {source} only"
                yield _field(text.document, name, "fact-in-translation", problem, "delete this line")


def ids_of_data_exist(project: Project, library: Library) -> Iterator[Finding]:
    """Charts, diagrams, sources, places and messages that a page names are there."""
    known = {
        "sources": {source.id for source in library.sources},
        "charts": {chart.id for chart in library.charts},
        "diagrams": {diagram.id for diagram in library.diagrams},
        "places": {place.id for place in library.places},
    }
    messages = {message.slug for message in library.messages}
    for entry in library.entries():
        document = entry.texts[library.source].document
        named = (
            ("sources", "sources", entry.facts.sources),
            ("chart", "charts", (entry.facts.chart,)),
            ("diagram", "diagrams", (entry.facts.diagram,)),
            ("place", "places", (getattr(entry.facts, "place", ""),)),
        )
        for field, data, ids in named:
            if _DATA.format(data) not in library.unread:
                yield from _unknown(document, field, _DATA.format(data), ids, known[data])
        named_messages = [
            slug
            for slug in getattr(entry.facts, "messages", ())
            if f"docs/{library.source}/key-messages/{slug}.md" not in library.unread
        ]
        yield from _unknown(document, "messages", f"docs/{library.source}/key-messages/", named_messages, messages)
    if _DATA.format("sources") not in library.unread:
        for kind, records in (("figures", library.figures), ("charts", library.charts)):
            for record in records:
                if record.source not in known["sources"]:
                    problem = f"the source {quoted(record.source)} is not in {_DATA.format('sources')}"
                    fix = _advice(record.source, known["sources"])
                    yield _data(library, kind, record.id, problem, fix)


def _unknown(document: Document, field: str, where: str, ids: Iterable[str], known: set[str]) -> Iterator[Finding]:
    for one in ids:
        if one and one not in known:
            problem = f"{quoted(one)} in '{field}' is not in {where}"
            yield _field(document, f"{field}/{one}", "unknown-id", problem, _advice(one, known))


def _advice(name: str, known: set[str]) -> str:
    return did_you_mean(name, known, "add it there, or use one that is there")


def labels_match_the_data(project: Project, library: Library) -> Iterator[Finding]:
    """Every bar, step and figure has its words in every language, and no words are left over."""
    figures = {figure.id for figure in library.figures}
    charts = {chart.id: [row.id for row in chart.rows if not row.date] for chart in library.charts}
    diagrams = {diagram.id: [step.id for step in diagram.steps] for diagram in library.diagrams}
    for entry, code, text in library.texts():
        words, document = text.words, text.document
        if entry.facts.chart in charts:
            yield from _labels(document, "chart_labels", words.chart_labels, charts[entry.facts.chart])
            yield from _needed(document, words, "chart_title")
        if entry.facts.diagram in diagrams:
            yield from _labels(document, "diagram_labels", words.diagram_labels, diagrams[entry.facts.diagram])
            yield from _needed(document, words, "diagram_title", "diagram_alt")
        labels: tuple[Label, ...] = getattr(words, "figure_labels", ())
        if code == library.source:
            if _DATA.format("figures") not in library.unread:
                yield from _unknown(document, "figure_labels", _DATA.format("figures"), _ids(labels), figures)
        else:
            yield from _labels(document, "figure_labels", labels, _ids(_source_labels(entry, library)))


def _source_labels(entry: Entry[PageFacts, PageWords], library: Library) -> tuple[Label, ...]:
    return tuple(getattr(entry.texts[library.source].words, "figure_labels", ()))


def _ids(labels: Iterable[Label]) -> list[str]:
    return [label.id for label in labels]


def _labels(document: Document, field: str, labels: tuple[Label, ...], wanted: list[str]) -> Iterator[Finding]:
    given = _ids(labels)
    for name in given:
        if name not in wanted:
            fix = did_you_mean(name, set(wanted) - set(given), "delete it")
            yield _field(document, f"{field}/{name}", "labels", f"{quoted(name)} in '{field}' names nothing", fix)
    for name in wanted:
        if name not in given:
            problem = f"'{field}' has no words for {quoted(name)}"
            yield _field(document, field, "labels", problem, f"add '{name}: …' below '{field}:'")


def _needed(document: Document, words: PageWords, *fields: str) -> Iterator[Finding]:
    for field in fields:
        if not getattr(words, field):
            yield _field(document, field, "labels", f"'{field}' is missing", f"write '{field}: …'")


def figures_have_an_amount(project: Project, library: Library) -> Iterator[Finding]:
    """A figure is a value, or a range with its lower end first."""
    for figure in library.figures:
        whole = figure.value is not None
        ends = (figure.low is not None) + (figure.high is not None)
        if whole == bool(ends) or ends == 1:
            problem = f"the figure {quoted(figure.id)} has neither one value nor both ends of a range"
            yield _data(library, "figures", figure.id, problem, "write 'value: …', or 'low: …' and 'high: …'")
        elif figure.low is not None and figure.high is not None and figure.low >= figure.high:
            problem = f"the range of {quoted(figure.id)} does not rise"
            yield _data(library, "figures", figure.id, problem, "write the smaller number as 'low'")


def charts_can_be_drawn(project: Project, library: Library) -> Iterator[Finding]:
    """Bars need numbers of one sign; parts need a whole; a row has an id or a date."""
    for chart in library.charts:
        for problem, fix in _chart(chart):
            yield _data(library, "charts", chart.id, problem, fix)
    for diagram in library.diagrams:
        for step in diagram.steps:
            if step.by not in ("plenary", "governments", "experts", "secretariat"):
                problem = f"{quoted(step.by)} in the diagram {quoted(diagram.id)} is not an actor"
                fix = "choose from plenary, governments, experts, secretariat"
                yield _data(library, "diagrams", diagram.id, problem, fix)


def _chart(chart: Chart) -> Iterator[tuple[str, str]]:
    """What is wrong with a chart, and how to mend it."""
    name = f"the chart {quoted(chart.id)}"
    if chart.kind not in ("bars", "share"):
        yield f"{name} is of the unknown kind {quoted(chart.kind)}", "choose bars or share"
    if not chart.rows or max(row.value for row in chart.rows) <= 0 or min(row.value for row in chart.rows) < 0:
        yield f"{name} has nothing to draw", "give it rows with numbers above zero"
    for row in chart.rows:
        if bool(row.id) == bool(row.date):
            yield f"a row of {name} needs an id or a date", "write one of the two"
        elif row.date and not _is_day(row.date):
            yield f"{quoted(row.date)} in {name} is not a date", "write it like 2016, 2016-02 or 2016-02-26"
    whole = sum(row.value for row in chart.rows)
    if chart.kind == "share" and chart.unit == "percent" and not math.isclose(whole, 100, abs_tol=0.01):
        yield f"the parts of {name} do not add up to 100", "mend the numbers, or use kind: bars"


def _is_day(text: str) -> bool:
    """Whether it is a year, a month or a day that the calendar has."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text + "-01-01"[len(text) - 4 :]))
    except ValueError:
        return False


def events_are_possible(project: Project, library: Library) -> Iterator[Finding]:
    """An event ends after it starts, and is somewhere: at a place, or online."""
    for event in library.events:
        facts, document = event.facts, event.texts[library.source].document
        if facts.end is not None and facts.end < facts.start:
            problem = f"the event ends on {facts.end}, before it starts on {facts.start}"
            yield _field(document, "end", "event", problem, "mend 'start' or 'end'")
        if bool(facts.place) == facts.online:
            problem = "the event has a place and is online" if facts.place else "the event has no place"
            yield _field(document, "place", "event", problem, "write either 'place: …' or 'online: true'")


def letters_and_numbers_are_used_once(project: Project, library: Library) -> Iterator[Finding]:
    """Two messages of one letter, or two fact sheets of one number, are a copy whose fact was forgotten."""
    named = [
        *(("letter", entry.facts.letter, entry.texts[library.source].document) for entry in library.messages),
        *(("number", str(entry.facts.number), entry.texts[library.source].document) for entry in library.sheets),
    ]
    seen: dict[tuple[str, str], str] = {}
    for field, value, document in named:
        if field == "letter" and not re.fullmatch("[a-z]", value):
            yield _field(document, field, "wrong-value", f"'letter' is {quoted(value)}", "write one letter from a to z")
        elif (field, value) in seen:
            problem = f"'{field}' {quoted(value)} is that of {seen[field, value]}"
            yield _field(document, field, "double-id", problem, "give this one another")
        seen.setdefault((field, value), document.path)


def places_exist(project: Project, library: Library) -> Iterator[Finding]:
    """Country and time zone are ones that CLDR and IANA know, and coordinates are on the globe."""
    countries = Locale("en").territories
    for place in library.places:
        if place.country not in countries:
            problem = f"the country {quoted(place.country)} is unknown"
            yield _data(library, "places", place.id, problem, "write its ISO 3166 code of two letters, such as DE")
        try:
            ZoneInfo(place.timezone)
        except (KeyError, ValueError, OSError):  # not found, not a name, a folder
            problem = f"the time zone {quoted(place.timezone)} is unknown"
            yield _data(library, "places", place.id, problem, "write its IANA name, such as Europe/Berlin")
        if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
            problem = f"{quoted(place.id)} is not on the globe"
            yield _data(library, "places", place.id, problem, "latitude is -90 to 90, longitude -180 to 180")


def _field(document: Document, field: str, rule: str, problem: str, fix: str) -> Finding:
    return Finding(position=document.position(field), rule=rule, problem=problem, fix=fix)


def _data(library: Library, name: str, entry: str, problem: str, fix: str) -> Finding:
    position = Position(_DATA.format(name), library.data_lines.get(f"{name}/{entry}", 1))
    return Finding(position=position, rule="data", problem=problem, fix=fix)
