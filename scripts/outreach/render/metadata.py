"""What a page tells machines about itself: schema.org's terms as JSON-LD, and the locale of Open Graph.

Nothing is told that a reader of the page does not see as well. Addresses are absolute, since they name things.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from babel import Locale
from babel.core import get_global
from selectolax.lexbor import LexborHTMLParser

from outreach.localize.views import Edition, PageView, SectionView, SheetView, SourceView
from outreach.render.sections import Section, split

Node = dict[str, object]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
HEADLINE = 110
"""How many characters of a headline search engines take."""
_ARTICLES = ("message", "sheet", "page")


def linked_data(edition: Edition, view: PageView, body_html: str, logo: str = "") -> Node:
    """The graph of a page, to be written with ``tojson``. ``logo`` is the absolute address of the site's mark."""
    nodes = [
        _page(edition, view, body_html),
        _article(edition, view) if _is_article(view) else {},
        _crumbs(edition, view),
        _website(edition, whole=view.key == "index"),
        _organization(edition, logo),
    ]
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def og_locale(code: str) -> str:
    """A language with the territory that CLDR holds likely for it: ``ar_EG``, ``zh_CN``, ``fr_FR``."""
    locale = Locale.parse(code.replace("-", "_"))
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags")
    full = likely.get(f"{locale.language}_{locale.script}") or likely.get(locale.language, "")
    territory = full.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory.isalpha() else locale.language


def _website(edition: Edition, *, whole: bool) -> Node:
    """The site in this language; the home page says all of it, other pages what it takes to be part of it."""
    home = edition.page("index")
    site = _filled(
        {
            "@type": "WebSite",
            "@id": _website_id(edition),
            "url": edition.url,
            "name": edition.site_name,
            "inLanguage": edition.language.code,
            "publisher": {"@id": _organization_id(edition)},
        }
    )
    if not whole:
        return site
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{edition.url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return _filled({**site, "description": home.description if home else "", "potentialAction": search})


def _organization(edition: Edition, logo: str) -> Node:
    return _filled(
        {
            "@type": "Organization",
            "@id": _organization_id(edition),
            "name": edition.site_name,
            "url": edition.site_url,
            "logo": {"@type": "ImageObject", "url": logo} if logo else None,
        }
    )


def _page(edition: Edition, view: PageView, body_html: str) -> Node:
    url = edition.url + view.url
    kind, main = "WebPage", _about_article(view, url)
    if view.key.endswith("/index"):
        items = _items(edition, view, body_html)
        if items:
            kind, main = "CollectionPage", {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
    elif view.kind == "faq":
        questions = list(_questions(view, url, split(body_html)))
        if questions:
            kind, main = "FAQPage", questions
    node = {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": view.title,
        "description": view.description,
        "inLanguage": edition.language.code,
        "dateModified": _modified(view),
        "isPartOf": {"@id": _website_id(edition)},
        "breadcrumb": {"@id": f"{url}#breadcrumb"} if _has_crumbs(edition, view) else None,
        "mainEntity": main,
    }
    return _filled(node if _is_article(view) else node | _rights(view) | _translations(edition, view))


def _is_article(view: PageView) -> bool:
    """Pages of running text. The kind decides, so that a page is the same thing in every language."""
    return view.kind in _ARTICLES and view.key.rpartition("/")[2] != "index"


def _about_article(view: PageView, url: str) -> object:
    return {"@id": _work_id(view, url)} if _is_article(view) else None


def _article(edition: Edition, view: PageView) -> Node:
    url = edition.url + view.url
    return _filled(
        {
            "@type": "Article",
            "@id": _work_id(view, url),
            "headline": _headline(view.title),
            "description": view.description,
            "inLanguage": edition.language.code,
            "dateModified": _modified(view),
            "isPartOf": {"@id": _website_id(edition)},
            "author": {"@id": _organization_id(edition)},
            "publisher": {"@id": _organization_id(edition)},
            "mainEntityOfPage": {"@id": url},
            **(_paper(edition, view) if isinstance(view, SheetView) else {}),
            **_rights(view),
            **_translations(edition, view),
        }
    )


def _paper(edition: Edition, sheet: SheetView) -> Node:
    """What a fact sheet has beside its words: its day, its PDF, a picture of that."""
    picture, pdf = edition.url + sheet.picture, edition.url + sheet.pdf
    language = edition.language.code
    return {
        "datePublished": sheet.date,
        "image": {"@type": "ImageObject", "url": picture, "contentUrl": picture, "inLanguage": language},
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": pdf,
            "encodingFormat": "application/pdf",
            "inLanguage": language,
        },
    }


def _rights(view: PageView) -> Node:
    """The licence, which the foot of every page states, and the publications that the page names."""
    return {"license": LICENCE, "citation": [_source(source) for source in view.sources]}


def _source(source: SourceView) -> Node:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "identifier": source.symbol,
            "datePublished": source.year,
            "url": source.url,
        }
    )


def _translations(edition: Edition, view: PageView) -> Node:
    """The work that this one is translated from; for one in the source language, its translations."""
    works = {
        other.code: {"@id": _work_id(view, f"{edition.site_url}{other.code}/{other.path}")}
        for other in view.alternates
        if other.exists
    }
    if edition.language.code != edition.source.code:
        return {"translationOfWork": works.get(edition.source.code)}
    return {"workTranslation": [work for code, work in works.items() if code != edition.source.code]}


def _crumbs(edition: Edition, view: PageView) -> Node:
    """The way to the page, as the page shows it."""
    if not _has_crumbs(edition, view):
        return {}
    url = edition.url + view.url
    way = [(link.nav_title, link.url) for link in (edition.page("index"),) if link]
    section = _section(edition, view)
    if section and section.url != view.url:
        way.append((section.title, section.url))
    way.append((view.nav_title, view.url))
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": urljoin(edition.url, below)}
        for place, (name, below) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{url}#breadcrumb", "itemListElement": steps}


def _has_crumbs(edition: Edition, view: PageView) -> bool:
    """The home page shows no way, and a single step is none."""
    return view.key != "index" and edition.page("index") is not None


def _section(edition: Edition, view: PageView) -> SectionView | None:
    return next((section for section in edition.sections if section.key == view.section), None)


def _items(edition: Edition, view: PageView, body_html: str) -> list[Node]:
    """The pages of the section that its index leads to, in the order of the index."""
    section = _section(edition, view)
    links = [*(section.pages if section else ()), *(e.link() for e in edition.events if e.section == view.section)]
    names = {urljoin(edition.url, link.url): link.title for link in links}
    here = edition.url + view.url
    anchors = LexborHTMLParser(body_html).css("a[href]")
    shown = dict.fromkeys(urldefrag(urljoin(here, anchor.attributes.get("href") or "")).url for anchor in anchors)
    return [
        {"@type": "ListItem", "position": place, "name": names[url], "url": url}
        for place, url in enumerate((url for url in shown if url in names), 1)
    ]


def _questions(view: PageView, url: str, sections: tuple[Section, ...]) -> Iterator[Node]:
    """Questions with their answers: the headings of a page, or its title if it has none."""
    begun: list[tuple[str, str, list[str]]] = []
    if not any(section.level == 2 for section in sections):
        begun.append(("", view.title, []))
    for section in sections:
        if section.level == 2:
            begun.append((section.id, section.heading, [section.text]))
        elif begun:
            begun[-1][2].extend((section.heading, section.text))
    for one, question, answers in begun:
        answer = "\n".join(filter(None, answers))
        if question and answer:
            place = f"{url}#{one}" if one else url
            reply = {"@type": "Answer", "text": answer, "url": place}
            yield {"@type": "Question", "name": question, "url": place, "acceptedAnswer": reply}


def _modified(view: PageView) -> str:
    """The day of the last change, unless the page calls itself younger."""
    return "" if isinstance(view, SheetView) and view.updated < view.date else view.updated


def _headline(title: str) -> str:
    """A title that is too long ends at a word, or anywhere in a script that does not part words."""
    if len(title) <= HEADLINE:
        return title
    return f"{title[:HEADLINE].rpartition(' ')[0] or title[: HEADLINE - 1]}…"


def _work_id(view: PageView, url: str) -> str:
    """The work at an address: an article is another thing than the page that it is on."""
    return f"{url}#article" if _is_article(view) else url


def _website_id(edition: Edition) -> str:
    return f"{edition.url}#website"


def _organization_id(edition: Edition) -> str:
    return f"{edition.site_url}#organization"


def _filled(node: Node) -> Node:
    """Without the terms that nothing is known for."""
    return {term: value for term, value in node.items() if value not in ("", None, [])}
