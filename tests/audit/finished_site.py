"""A small finished site without a fault, in English and Arabic, below a folder of its host: files and nothing else.

``write`` puts it into a folder; ``seal`` writes its manifest anew after something was changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from io import BytesIO
from pathlib import Path

import pypdfium2

URL = "https://site.example/sub/"
CODES = ("en", "ar")
SCRIPT = "document.documentElement.classList.remove('no-js')"
DIGEST = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
POLICY = (
    f"default-src 'none'; script-src 'self' {DIGEST}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
WORDS = {
    "en": {
        "": ("Water levels", "How high the rivers stand today, and how we know: every gauge, read four times an hour."),
        "about/": ("About the gauges", "Who reads the gauges, how often, and what becomes of the figures afterwards."),
        "site": "Rivers",
        "lost": "This page is not here",
        "more": "More about the gauges",
        "search": "Search",
        "figure": "A gauge by the bridge",
        "head": ("River", "Level"),
    },
    "ar": {
        "": ("مناسيب المياه", "ما هو ارتفاع الأنهار اليوم وكيف نعرف ذلك: كل مقياس يُقرأ أربع مرات في الساعة الواحدة."),
        "about/": ("عن المقاييس", "من يقرأ المقاييس وكم مرة يقرأها وما الذي يحدث للأرقام بعد ذلك في السجلات."),
        "site": "الأنهار",
        "lost": "هذه الصفحة غير موجودة",
        "more": "المزيد عن المقاييس",
        "search": "بحث",
        "figure": "مقياس بجانب الجسر",
        "head": ("النهر", "المنسوب"),
    },
}
NAMES = {"en": "English", "ar": "العربية"}
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
LOCALES = {"en": "en_US", "ar": "ar_AE"}
CSS = """@import "print.css" print;
@font-face { font-family: Text; src: url(fonts/latin.woff2) format("woff2"); font-weight: 400; unicode-range: U+0-24F }
@font-face { font-family: Text; src: url(fonts/arabic.woff2) format("woff2"); unicode-range: U+600-6FF }
@font-face { font-family: Text; src: url("fonts/italic.woff2") format("woff2"); font-style: italic }
body { font-family: Text, serif; background: url(mark.svg) }
"""


def write(root: Path) -> Path:
    """Write the site into a folder, which is made."""
    for name, content in files().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return seal(root)


def seal(root: Path) -> Path:
    """Write the manifest of what is in the folder."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    names = sorted(path.relative_to(root).as_posix() for path in files)
    entries = [
        {"path": name, "sha256": hashlib.sha256((root / name).read_bytes()).hexdigest()}
        for name in names
        if name != "manifest.json"
    ]
    (root / "manifest.json").write_text(json.dumps({"version": 1, "files": entries}), encoding="utf-8")
    return root


def files() -> dict[str, str | bytes]:
    """The files of the site but for the manifest."""
    found: dict[str, str | bytes] = {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {URL}sitemap.xml\n",
        "sitemap.xml": sitemap_index(),
        "404.html": lost("en", "/sub/"),
        "_headers": headers(),
        ".nojekyll": "",
        "assets/site.css": CSS,
        "assets/print.css": "nav { display: none }\n",
        "assets/site.js": '"use strict";\n',
        "assets/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4"/></svg>\n',
        "assets/gauge.png": b"\x89PNG gauge",
        "assets/fonts/latin.woff2": b"wOF2 latin",
        "assets/fonts/arabic.woff2": b"wOF2 arabic",
        "assets/fonts/italic.woff2": b"wOF2 italic",
    }
    for key in ("", "about/"):
        found[f"{key}index.html"] = chooser(key)
    for code in CODES:
        for key in ("", "about/"):
            found[f"{code}/{key}index.html"] = page(code, key)
        found[f"{code}/404.html"] = lost(code, f"/sub/{code}/")
        found[f"{code}/sitemap.xml"] = sitemap(code)
        found[f"{code}/search/search_index.json"] = search_index(code)
        found[f"{code}/events/feed.xml"] = feed(code)
        found[f"{code}/events/calendar.ics"] = calendar(code)
        found[f"{code}/sheet-{code}.pdf"] = sheet()
    return found


def headers() -> str:
    """What a host sends: pages are given the policy, drawings a stricter one, PDFs only what concerns frames."""
    stricter = "default-src 'none'; frame-ancestors 'none'; sandbox"
    rules = {"/*": f"{POLICY}; frame-ancestors 'none'", "/*.svg": stricter, "/*.pdf": "frame-ancestors 'none'"}
    return "".join(f"{path}\n  Content-Security-Policy: {policy}\n" for path, policy in rules.items())


def alternates(key: str) -> dict[str, str]:
    return {**{code: f"{URL}{code}/{key}" for code in CODES}, "x-default": URL + key}


def head(lang: str, title: str, up: str, extra: str) -> str:
    return f"""<!doctype html>
<html lang="{lang}" dir="{DIRECTIONS[lang]}" class="no-js">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
{extra}<link rel="icon" type="image/svg+xml" href="{up}assets/mark.svg">
<link rel="stylesheet" href="{up}assets/site.css">
<script>{SCRIPT}</script>
<script src="{up}assets/site.js" defer></script>
</head>
"""


def listed(address: str, key: str, description: str) -> str:
    links = "".join(f'<link rel="alternate" hreflang="{code}" href="{url}">\n' for code, url in alternates(key).items())
    return f'<meta name="description" content="{description}">\n<link rel="canonical" href="{address}">\n{links}'


def languages(up: str, key: str) -> str:
    """The links to the other editions."""
    says = {code: f'lang="{code}" dir="{DIRECTIONS[code]}" hreflang="{code}"' for code in CODES}
    links = (f'<li><a href="{up}{code}/{key}" {says[code]}>{NAMES[code]}</a></li>' for code in CODES)
    return "<ul>" + "".join(links) + "</ul>"


def page(code: str, key: str) -> str:
    words, up = WORDS[code], "../" * (1 + key.count("/"))
    title, description = words[key]
    address, whole = f"{URL}{code}/{key}", f"{title} – {words['site']}"
    other = CODES[1 - CODES.index(code)]
    card = f"""<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<meta property="og:url" content="{address}">
<meta property="og:image" content="{URL}assets/gauge.png">
<meta property="og:locale" content="{LOCALES[code]}">
<meta property="og:locale:alternate" content="{LOCALES[other]}">
<script type="application/ld+json">{linked_data(code, key)}</script>
"""
    return f"""{head(code, whole, up, listed(address, key, description) + card)}<body>
<nav>{languages(up, key)}</nav>
<main>
<h1 id="top-of-page">{title}</h1>
<p>{description} <q lang="{other}" dir="{DIRECTIONS[other]}">{WORDS[other][key][1]}</q></p>
<h2 id="gauges">{words["more"]}</h2>
<p><a href="{up}{code}/about/#gauges">{words["more"]}</a> <a href="https://elsewhere.example/">{words["site"]}</a>
<a href="#gauges"><svg viewBox="0 0 8 8"><title>{words["more"]}</title><circle r="4"/></svg></a></p>
<p><a href="{up}{code}/sheet-{code}.pdf" type="application/pdf">{words["figure"]}</a></p>
<img src="{up}assets/gauge.png" alt="{words["figure"]}" width="40" height="30">
<img src="{up}assets/mark.svg" srcset="{up}assets/mark.svg 1x, {up}assets/gauge.png 2x" alt="" width="8" height="8" \
loading="lazy">
<svg viewBox="0 0 8 8" aria-hidden="true"><circle r="4"/></svg>
<form action="#"><label for="query">{words["search"]}</label><input id="query" name="query"></form>
<table><thead><tr><th>{words["head"][0]}</th><th>{words["head"][1]}</th></tr></thead>
<tbody><tr><td>{words["site"]}</td><td>40</td></tr></tbody></table>
</main>
</body>
</html>
"""


def linked_data(code: str, key: str) -> str:
    address = f"{URL}{code}/{key}"
    steps = [{"@type": "ListItem", "position": 1, "name": WORDS[code]["site"], "item": f"{URL}{code}/"}]
    graph = [
        {"@type": "WebPage", "@id": f"{address}#page", "url": address, "inLanguage": code},
        {"@type": "BreadcrumbList", "itemListElement": steps},
        {"@type": "Question", "url": f"{URL}{code}/about/#gauges"},
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": graph})


def chooser(key: str) -> str:
    up = "../" * key.count("/")
    names = " · ".join(f'<span lang="{code}" dir="{DIRECTIONS[code]}">{WORDS[code][key][0]}</span>' for code in CODES)
    titles = " · ".join(str(WORDS[code][key][0]) for code in CODES)
    extra = listed(URL + key, key, " · ".join(str(WORDS[code][key][1]) for code in CODES))
    return f"""{head("en", titles, up, extra)}<body>
<main>
<h1>{names}</h1>
{languages(up, key)}
</main>
</body>
</html>
"""


def lost(code: str, top: str) -> str:
    words = WORDS[code]
    extra = '<meta name="robots" content="noindex">\n'
    return f"""{head(code, f"{words['lost']} – {words['site']}", "/sub/", extra)}<body>
<h1>{words["lost"]}</h1>
<p><a href="{top}" hreflang="{code}">{words["site"]}</a></p>
</body>
</html>
"""


def sitemap_index() -> str:
    maps = "".join(f"<sitemap><loc>{URL}{code}/sitemap.xml</loc></sitemap>\n" for code in CODES)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n'


def sitemap(code: str) -> str:
    entries = ""
    for key in ("", "about/"):
        links = "".join(
            f'<x:link rel="alternate" hreflang="{other}" href="{url}"/>\n' for other, url in alternates(key).items()
        )
        entries += f"<url>\n<loc>{URL}{code}/{key}</loc>\n<lastmod>2026-03-01</lastmod>\n{links}</url>\n"
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.w3.org/1999/xhtml"'
    return f"<urlset {names}>\n{entries}</urlset>\n"


def search_index(code: str) -> str:
    entries = [
        {"location": location, "title": WORDS[code][key][0], "text": ""}
        for key, location in (("", ""), ("about/", "about/"), ("about/", "about/#gauges"))
    ]
    return json.dumps({"config": {"lang": [code]}, "docs": entries})


def feed(code: str) -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom">
<id>{URL}{code}/events/</id>
<link rel="self" href="{URL}{code}/events/feed.xml"/>
<link href="{URL}{code}/about/#gauges"/>
</feed>
"""


def calendar(code: str) -> str:
    folded = f"URL:{URL}{code}/about/#gauges"
    return f"BEGIN:VCALENDAR\r\n{folded[:30]}\r\n {folded[30:]}\r\nEND:VCALENDAR\r\n"


def sheet() -> bytes:
    """A PDF of one empty page of A4."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(595.28, 841.89)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
