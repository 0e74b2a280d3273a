"""What people see and what is read out to them."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jinja2
import pytest
from django import forms

from mash.ui.page import Alert, Page
from mash.ui.parts import AgencyMark, Progress
from mash.ui.years import strip_of
from tests.ui.frame import CHECKOUT, pages, render, render_text
from tests.ui.gallery import Item, Said
from tests.ui.gallery_forms import AnswerForm, TellForm

NOW = datetime(2026, 5, 12, 9, 24, tzinfo=UTC)


def words_of(html: str) -> str:
    """The text alone, as a screen reader has it: without what is hidden from it."""
    heard = re.sub(r'<(\w+)[^>]*aria-hidden="true"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", heard).split())


@pytest.mark.rule(91)
@pytest.mark.parametrize(("level", "shape"), [("red", "▲"), ("amber", "◆"), ("green", "●")])
def test_a_rating_is_word_shape_and_colour(level: str, shape: str) -> None:
    html = render_text("{{ ui.rating_mark(level) }}", level=level)
    assert words_of(html) == level.title()
    assert shape in html
    assert f"mash-rating--{level}" in html


@pytest.mark.rule(91)
def test_the_agencies_marks_are_said_in_words() -> None:
    marks = [
        AgencyMark("P", "Police", Progress.ANSWERED, rated_higher=True),
        AgencyMark("H", "Health", Progress.HOLDING),
        AgencyMark("E", "Education", Progress.LATE),
    ]
    said = words_of(render_text("{{ ui.agencies_strip(marks) }}", marks=marks))
    assert said == "Police answered, rates higher, Health holding and Education late"


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(minutes=40), "11:04, in 40 min"),
        (timedelta(minutes=-24), "10:00, overdue 24 min"),
        (timedelta(days=-3), "Sat 9 May 10:24, overdue 3 days"),
        (timedelta(days=1), "Wed 10:24"),
    ],
)
def test_a_limit_has_its_clock_time_and_says_when_it_is_past(away: timedelta, said: str) -> None:
    html = render_text("{{ ui.due(at, now) }}", at=NOW + away, now=NOW)
    assert words_of(html).replace(" ,", ",") == said
    assert ("mash-due--late" in html) == (away < timedelta())


def test_typed_text_is_never_markup() -> None:
    html = render_text("{{ ui.empty(title) }}{{ ui.flag(title) }}", title="<script>x</script>")
    assert "<script>" not in html


def test_a_misspelt_name_is_an_error_and_not_an_empty_cell() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render_text("{{ enquiry.referense }}", enquiry={"reference": "TM-2H8M-4"})


@pytest.mark.parametrize("name", ["ui/../apps.py", "ui/./kit.jinja", "ui/", "ui", "nobody/page.jinja", "ui//kit.jinja"])
def test_a_page_is_only_found_in_its_own_folders(name: str) -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        pages().get_template(name)


def test_the_banner_says_what_happened_and_takes_the_focus() -> None:
    html = render("gallery/form.jinja", form=AnswerForm(), happened=[Said("Rated red. Decision due 13:00.")])
    assert 'role="alert"' in html
    assert "Done Rated red. Decision due 13:00." in words_of(html)


def test_a_form_with_errors_says_so_in_the_title_and_links_to_each_field() -> None:
    form = AnswerForm({"seen_day": "31", "seen_month": "2", "seen_year": "2026"})
    html = render("gallery/form.jinja", form=form)
    assert "<title>Error: Answer - OpenMASH</title>" in html
    targets = re.findall(r'<li><a href="#([^"]+)"', html)
    assert targets == ["id_text", "id_seen_day", "id_handling", "id_source"]
    assert all(f'id="{target}"' in html for target in targets)


def test_every_hint_and_error_belongs_to_its_field() -> None:
    html = render("gallery/form.jinja", form=AnswerForm({}))
    for ids in re.findall(r'aria-describedby="([^"]+)"', html):
        assert all(f'id="{one}"' in html for one in ids.split()), ids
    assert len(re.findall(r' id="([^"]+)"', html)) == len(set(re.findall(r' id="([^"]+)"', html)))


def test_a_form_counts_once_and_browsers_keep_nothing_of_it() -> None:
    first, second = (pages().from_string('{{ form_start("/x") }}').render(csrf_input="") for _ in range(2))
    assert first != second
    assert 'autocomplete="off"' in first
    assert 'spellcheck="false"' in first
    given = pages().from_string('{{ form_start("/x", once="abc") }}').render(csrf_input="")
    assert 'name="once" value="abc"' in given


def test_a_password_is_never_written_back() -> None:
    class SignIn(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    html = render_text("{{ ui.form_field(form.password) }}", form=SignIn({"password": "in-the-clear"}))
    assert "in-the-clear" not in html


def test_what_is_chosen_stays_chosen() -> None:
    form = AnswerForm({"handling": "restricted", "protects": ["address"], "source": "call", "read": "on"})
    html = render_text("{{ ui.form_field(form.handling) }}", form=form)
    assert re.findall(r'value="(\w+)" checked', html) == ["restricted"]
    assert re.findall(r'value="(\w+)" checked', render_text("{{ ui.form_field(form.protects) }}", form=form)) == [
        "address"
    ]
    assert re.findall(r'value="(\w+)" selected', render_text("{{ ui.form_field(form.source) }}", form=form)) == ["call"]
    assert " checked" in render_text("{{ ui.form_field(form.read) }}", form=form)


def test_the_strip_of_years_shows_bursts_and_gaps_and_says_what_is_not_dated() -> None:
    items = [Item(date(2019, 2, 5)), Item(date(2026, 1, 2)), Item(date(2026, 3, 31)), Item(None)]
    strip = strip_of(items, date(2026, 5, 12), strong=items[1:2])
    assert [(bar.name, bar.count, bar.strong) for bar in strip.bars] == [
        ("January to March 2019", 1, False),
        ("January to March 2026", 2, True),
    ]
    assert [year.year for year in strip.years] == list(range(2019, 2027))
    assert (strip.total, strip.undated) == (4, 1)
    html = render_text('{{ ui.strip_of_years(strip, href="?since={since}&until={until}") }}', strip=strip)
    assert 'href="?since=2026-01-01&amp;until=2026-03-31" aria-label="2 items, January to March 2026"' in html
    assert "4 items, 1 not dated" in html


def test_an_alert_stands_under_the_masthead_of_every_desk() -> None:
    alert = Alert("Child protection", "/enquiries/TM-7QK4-9/", "TM-7QK4-9", "Orrery, 4", "/alerts/1/seen")
    html = render("gallery/form.jinja", form=AnswerForm(), page=Page(alerts=[alert], alerts_url="/alerts"))
    assert "Child protection TM-7QK4-9 Orrery, 4 I have seen it" in words_of(html)
    assert 'data-poll="/alerts"' in html


def test_a_public_page_keeps_nothing_and_offers_a_way_out() -> None:
    html = render("gallery/public.jinja", form=TellForm(), page=Page(area="Tamarshire", phone="01632 960100"))
    assert "data-desk" not in html
    assert "data-keep" not in html
    assert "govuk-js-exit-this-page-button" in html
    assert 'href="tel:01632960100"' in html


@pytest.mark.parametrize("template", sorted((CHECKOUT / "mash").rglob("*.jinja")), ids=lambda path: path.name)
def test_no_template_needs_inline_script_or_style(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son(?!ce=)[a-z]+=|<script(?![^>]*src=)|javascript:", text)
