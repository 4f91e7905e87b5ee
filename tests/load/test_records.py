"""The declared fields of a record are what may be written, and each value is read by its declared type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from outreach.load.front_matter import Mapping, compose
from outreach.load.records import field_types, lines_of, read_list, read_record, unknown_fields
from outreach.model import Confidence, Label


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A record within a record."""

    id: str
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Record:
    """One field of every type there is."""

    id: str
    words: str = ""
    whole: int = 0
    number: float | None = None
    day: date | None = None
    truth: bool = False
    choice: Confidence | None = None
    names: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    labels: tuple[Label, ...] = ()
    inner: tuple[Inner, ...] = ()


def mapping(text):
    node, findings = compose(text, "a.yml")
    assert () == findings
    assert isinstance(node, Mapping)
    return node


def read(text):
    return read_record(Record, mapping(f"id: x\n{text}"), "a.yml")


def told(text):
    record, findings = read(text)
    assert record is None
    return [f"{finding.position.line}: {finding.problem}; {finding.fix}" for finding in findings]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("words:  two   words ", "words", "two words"),
        ("words: >\n  folded\n  words", "words", "folded words"),
        ("words: 2026", "words", "2026"),
        ("words: no", "words", "no"),
        ("words: 'a: b # c'", "words", "a: b # c"),
        ("words: a & b", "words", "a & b"),
        ("words: ~", "words", ""),
        ("words:", "words", ""),
        ("whole: 10", "whole", 10),
        ("whole: -5", "whole", -5),
        ("whole: 010", "whole", 10),
        ("number: 16.5", "number", 16.5),
        ("number: 16", "number", 16.0),
        ("number: 235000000000", "number", 235e9),
        ("number: -0.5", "number", -0.5),
        ("day: 2028-02-29", "day", date(2028, 2, 29)),
        ("day: '2026-03-24'", "day", date(2026, 3, 24)),
        ("truth: true", "truth", True),
        ("truth: false", "truth", False),
        ("choice: well-established", "choice", Confidence.WELL_ESTABLISHED),
        ("names: [a, b]", "names", ("a", "b")),
        ("names:\n  - a\n  - b c", "names", ("a", "b c")),
        ("names: a", "names", ("a",)),
        ("names: []", "names", ()),
        ("numbers: 8", "numbers", (8,)),
        ("numbers: [6, 8]", "numbers", (6, 8)),
        ("labels: {b: Bee, a: Ant}", "labels", (Label("b", "Bee"), Label("a", "Ant"))),
        ("inner:\n  - {id: i, count: 2}\n  - id: j", "inner", (Inner(id="i", count=2), Inner(id="j"))),
    ],
)
def test_a_value_is_read_by_the_type_of_its_field(text, name, expected):
    record, findings = read(text)

    assert () == findings
    assert expected == getattr(record, name)


_WHOLE, _NUMBER = "write digits only, such as 10", "write digits with a decimal point, such as 16.5"
_DATE = "write it as year-month-day, such as 2026-03-24"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words: [a]", "2: 'words' is a list or has fields of its own; write one value: 'words: …'"),
        ("words: ''", "2: 'words' is empty; write words after it"),
        ("words: a <b> c", "2: 'words' has '<' or '>'; write plain words; no HTML here"),
        ("whole: ten", f"2: 'whole' is 'ten', not a whole number; {_WHOLE}"),
        ("whole: 1.0", f"2: 'whole' is '1.0', not a whole number; {_WHOLE}"),
        ("whole: 1_000", f"2: 'whole' is '1_000', not a whole number; {_WHOLE}"),
        ("whole: '10'", f"2: 'whole' is '10', not a whole number; {_WHOLE}"),
        ("whole: 0x10", f"2: 'whole' is '0x10', not a whole number; {_WHOLE}"),
        ("whole: 1:30", f"2: 'whole' is '1:30', not a whole number; {_WHOLE}"),
        ("whole: ٣", f"2: 'whole' is '\u2068٣\u2069', not a whole number; {_WHOLE}"),
        ("number: 16,5", f"2: 'number' is '16,5', not a number; {_NUMBER}"),
        ("number: .nan", f"2: 'number' is '.nan', not a number; {_NUMBER}"),
        ("number: 1.0e+999", f"2: 'number' is '1.0e+999', not a number; {_NUMBER}"),
        ("number: 190:20:30", f"2: 'number' is '190:20:30', not a number; {_NUMBER}"),
        ("number: '5'", f"2: 'number' is '5', not a number; {_NUMBER}"),
        ("truth: yes", "2: 'truth' is 'yes'; write true or false"),
        ("truth: True", "2: 'truth' is 'True'; write true or false"),
        ("choice: well established", "2: 'choice' is 'well established'; did you mean 'well-established'?"),
        ("choice: sure", f"2: 'choice' is 'sure'; choose from {', '.join(Confidence)}"),
        ("names: {a: b}", "2: 'names' is not a list; write 'names: [one, another]'"),
        ("names:\n  - a\n  - [b]", "4: 'names' is a list or has fields of its own; write one value: 'names: …'"),
        ("numbers: [6, eight]", f"2: 'numbers' is 'eight', not a whole number; {_WHOLE}"),
        ("labels: [a]", "2: 'labels' is not a list of ids with words; write '  some-id: words' below it"),
        ("labels:\n  a: Ant\n  b:", "4: 'b' is empty; write words after it"),
        ("labels:\n  a: [Ant]", "3: 'a' is not plain text; write one line of words, in quotes if it has ': '"),
        ("inner: [a]", "2: an entry of 'inner' has no fields; write them as 'id: …'"),
        ("inner:\n  - {id: i}\n  - {id: j, coumt: 1}", "4: unknown field 'coumt'; did you mean 'count'?"),
        ("inner:\n  - {id: i}\n  - {count: 1}", "4: 'id' is missing; write 'id: …'"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_line(text, expected):
    assert [expected] == told(text)


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("24/03/2026", "write it as 2026-03-24"),
        ("24.3.2026", "write it as 2026-03-24"),
        ("4-3-2026", "write it as 2026-03-04"),
        ("2026-3-4", "write it as 2026-03-04"),
        ("2026/03/24", "write it as 2026-03-24"),
        ("٢٠٢٦-٠٣-٢٤", "write it as 2026-03-24"),
        ("03/24/2026", _DATE),
        ("24/03/26", _DATE),
        ("24 March 2026", _DATE),
        ("2026-W13-2", _DATE),
        ("2026-083", _DATE),
        ("20260324", _DATE),
        ("2026-03-24 09:00", _DATE),
        ("2026", _DATE),
        ("0026-3-4", _DATE),
        ("²-³-2026", _DATE),
        ("2026-02-30", "mend the day or the month"),
        ("2026-02-29", "mend the day or the month"),
        ("2026-13-01", "mend the day or the month"),
    ],
)
def test_a_wrong_date_is_answered_with_the_right_form(written, advice):
    assert [advice] == [line.rpartition("; ")[2] for line in told(f"day: {written}")]


def test_required_fields_are_told_where_the_record_begins():
    record, findings = read_record(Record, mapping("\n\nwords: a\n"), "a.yml")

    assert record is None
    assert ["a.yml:3: 'id' is missing; write 'id: …'"] == [str(finding) for finding in findings]


def test_every_mistake_of_a_list_is_told_at_once():
    assert 2 == len(told("labels:\n  a:\n  b: fine\n  c: [d]\n"))
    assert 2 == len(told("numbers: [one, 2, three]\n"))
    assert 3 == len(told("inner:\n  - {count: many}\n  - {id: i}\n  - j\n"))


def test_every_mistake_of_a_record_is_told_at_once():
    assert 4 == len(told("whole: a\nnumber: b\nday: c\ntruth: d\n"))


def test_unknown_fields_get_the_nearest_name_as_advice():
    node = mapping("id: x\nwrods: a\nTRUTH: true\nvolcano: 1\n? [a, b]\n: c\n")

    findings = [f"{f.position.line}: {f.problem}; {f.fix}" for f in unknown_fields(node, field_types(Record), "a.yml")]

    known = f"delete this line; known fields: {', '.join(field_types(Record))}"
    assert [
        "2: unknown field 'wrods'; did you mean 'words'?",
        "3: unknown field 'TRUTH'; did you mean 'truth'?",
        f"4: unknown field 'volcano'; {known}",
        f"5: unknown field '?'; {known}",
    ] == findings


def test_a_data_file_gives_its_good_entries_and_all_findings():
    node, _ = compose("- id: a\n- id: b\n  count: many\n- c\n- id: a\n- id: d\n  cuont: 1\n", "a.yml")
    assert node is not None

    records, findings = read_list(Inner, node, "a.yml")

    assert ["a", "a", "d"] == [record.id for record in records]
    assert [
        "a.yml:3: 'count' is 'many', not a whole number; write digits only, such as 10",
        "a.yml:4: this entry has no fields; write '- id: …' and its fields",
        "a.yml:5: the id 'a' is used twice (also in line 1); give this entry another id",
        "a.yml:7: unknown field 'cuont'; did you mean 'count'?",
    ] == [str(finding) for finding in findings]
    assert [("a", 1), ("b", 2), ("a", 5), ("d", 6)] == list(lines_of(node))


@pytest.mark.parametrize(("text", "count"), [("", 0), ("[]", 0), ("a: 1", 1), ("words", 1)])
def test_a_data_file_is_a_list_or_empty(text, count):
    node, _ = compose(text, "a.yml")
    assert node is not None

    records, findings = read_list(Inner, node, "a.yml")

    assert () == records
    assert count == len(findings)
