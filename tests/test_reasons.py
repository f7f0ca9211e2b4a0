"""Many reasons are few lines: grouped by what they say, with the cells that most rows have."""

from mlcomp.render.reasons import MAX_REASONS, reasons

ABROAD = "is not covered: mlcomp knows US places"


def test_reasons_are_grouped_by_what_they_say() -> None:
    """Each group says what is wrong; one that stands alone is said in full."""
    errors = [
        *((f"city: unknown place 'Bostn{n}': did you mean `Boston, MA`?", 3) for n in range(30)),
        ("city: 'Denmark': Denmark is not covered: mlcomp knows US places; for the US town", 2),
        (f"city: 'Aarhus, DK': Denmark {ABROAD}", 1),
        (f"city: 'Leeds, UK': United Kingdom {ABROAD}", 1),
        ("years: expected a number from 0 to 60, found 'x'", 1),
        ("years: expected a number from 0 to 60, found 'y'", 1),
    ]
    assert reasons(errors) == [
        ("city: unknown place, 30 spellings, such as 'Bostn0', 'Bostn1', 'Bostn2'", 90),
        ("city: …: Denmark is not covered, 2 spellings, such as 'Denmark', 'Aarhus, DK'", 3),
        ("years: expected a number from 0 to 60, found 2 spellings, such as 'x', 'y'", 2),
        (f"city: 'Leeds, UK': United Kingdom {ABROAD}", 1),
    ]


def test_few_reasons_stay_as_they_are() -> None:
    """Whoever can read them all gets the words of `estimate`."""
    errors = [(f"city: unknown place 'Bostn{n}'", 1) for n in range(MAX_REASONS)]
    assert reasons(errors) == errors
