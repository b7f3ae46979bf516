"""The warning that what is waived gives away something that is withheld."""

from __future__ import annotations

from warehouse.cli.screen import say
from warehouse.exchange.published import Published
from warehouse.language import languages


def say_given_away(published: Published) -> None:
    """A warning for each such figure: it is written all the same, and a person decides."""
    for zh, en in published.exposed_words:
        words = {"zh": zh, "en": en}
        sign = "▲ "
        for language in languages():
            say(sign + words[language])
            sign = "  "
