"""Ready files for common web hosts: safe headers, right types, caching, and each language's own page for the lost.

They all say the same, each in the syntax of its host. What content brings into them, the titles of fact sheets, is
written in letters that no syntax gives a meaning to. The files need no upkeep: every build writes them anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from outreach.localize.views import Edition

RULES, LINE = 100, 2000
"""How many rules, and how long a line, Cloudflare reads of ``_headers``; Netlify has no such bounds."""
SECTIONS = 300
"""How many PDFs ``.htaccess`` names: Apache reads all of it at every request."""
TITLE, BYTES = 100, 240
"""How many characters of its title, and how many bytes, a downloaded file is named by: disks take 255 of these."""

REVALIDATE = "no-cache"
FOREVER = "public, max-age=31536000, immutable"
SECURE_FOR = "max-age=31536000"
# The PDF viewer of a browser is a page with styles of its own; older ones fail under the policy of our pages.
PDF_POLICY = "frame-ancestors 'none'"
# A drawing that is opened by itself is a page that could run scripts; in our pages it is but a picture.
SVG_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# What browsers would otherwise let a page ask for. Names that a browser does not know make it complain.
FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock",
    "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in FEATURES)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),  # for browsers that do not know frame-ancestors
)

TEXT_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain", "ics": "text/calendar",
    "json": "application/json", "webmanifest": "application/manifest+json", "xml": "application/xml",
    "atom": "application/atom+xml", "svg": "image/svg+xml",
}  # fmt: skip
OTHER_TYPES = {
    "pdf": "application/pdf", "zip": "application/zip", "woff2": "font/woff2", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
}  # fmt: skip
FEED = "feed.xml"
PRIVATE = ("manifest.json", "nginx.conf", "_headers", "_redirects")
"""Files at the top that are for machines of ours and of the host, not for readers."""

_HASHED = r"[^/]+\.[0-9a-f]{8}\.(?:css|js|svg|woff2)"
# Letters that mean themselves in every host's syntax.
_PATH = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*")
_FOLDER = re.compile(rf"/(?:{_PATH.pattern}/)?")


@dataclass(frozen=True, slots=True)
class Download:
    """A PDF: its path below the site, and the title that it is saved under."""

    path: str
    title: str

    @property
    def disposition(self) -> str:
        """To be shown by the browser, and saved under its title (RFC 6266); the plain name is for old browsers."""
        name = quote(f"{_file_name(self.title) or PurePosixPath(self.path).stem}.pdf", safe="")
        return f"inline; filename=\"{PurePosixPath(self.path).name}\"; filename*=UTF-8''{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedSite:
    """What hosts need to know: the site's address, its languages, the policy of its pages, its PDFs and all its files.

    ``files`` are paths below the site.
    """

    url: str
    languages: tuple[str, ...]
    policy: str
    downloads: tuple[Download, ...]
    files: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the site lies on its host, ``/`` or ``/a/folder/``."""
        return urlsplit(self.url).path

    @property
    def named(self) -> list[Download]:
        """The PDFs whose paths can be written as they are, the languages of a sheet side by side."""
        written = (one for one in self.downloads if _PATH.fullmatch(one.path))
        return sorted(written, key=lambda one: PurePosixPath(one.path).name)


def downloads(editions: Iterable[Edition]) -> tuple[Download, ...]:
    """The fact sheets of all editions."""
    return tuple(
        Download(f"{edition.language.code}/{sheet.pdf}", sheet.title)
        for edition in editions
        for sheet in edition.own_sheets()
    )


def host_files(site: HostedSite) -> Iterator[tuple[str, str]]:
    """The files by their names below the site.

    A site whose path has letters that hosts write each in their own way gets none of the files that name it.
    """
    yield ".nojekyll", _GITHUB
    if _FOLDER.fullmatch(site.path):
        yield "_headers", _headers(site)
        yield "_redirects", _redirects(site)
        yield ".htaccess", _htaccess(site)
        yield "nginx.conf", _nginx(site)


def _file_name(title: str) -> str:
    """A title as a file's name: in one line, without signs that file systems keep for themselves, not too long."""
    name = " ".join("".join(map(_in_a_name, title)).split())
    if len(name) > TITLE:  # cut between words, in a script that parts them
        name = name[: TITLE + 1].rpartition(" ")[0] or name[:TITLE]
    return name.encode()[:BYTES].decode(errors="ignore").strip(" .-")


def _in_a_name(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or character in '*?"<>':  # Cf is invisible: marks of direction, soft hyphens
        return ""
    if category[0] in "CZ":
        return " "
    return "-" if character in "/\\:|" else character


# GitHub Pages ---------------------------------------------------------------------------------------------------

_GITHUB = """\
GitHub Pages publishes the files of this folder as they are, because this file is here.
It sets no headers of ours: each page has its content security policy in itself. For every address that does not
exist it shows 404.html of the top folder, which speaks all languages.
"""

# Netlify and Cloudflare Pages -----------------------------------------------------------------------------------

_HEADERS = """\
# Headers for Netlify and Cloudflare Pages, written by the build.
# Where rules overlap, Netlify takes the last value and Cloudflare joins them all, unless a line "! Name" takes the
# earlier ones away. Netlify skips such lines.
"""
_TOO_LONG = "# The policy of the pages is too long for a line here; each page has it in itself.\n"
_TOO_MANY = "# Rules for {count} more files have no room: PDFs among them are saved under plain names.\n"


def _headers(site: HostedSite) -> str:
    policy, notes = site.policy, ""
    if len(f"Content-Security-Policy: {policy}") > LINE:
        policy, notes = PDF_POLICY, _TOO_LONG
    everywhere = [("Content-Security-Policy", policy), *ALWAYS, ("Cache-Control", REVALIDATE)]
    if site.url.startswith("https:"):  # these hosts answer over https only
        everywhere.append(("Strict-Transport-Security", SECURE_FOR))
    pdf = [("Content-Security-Policy", PDF_POLICY), ("Content-Type", "application/pdf")]
    feed = [("Content-Type", "application/atom+xml; charset=utf-8")]
    feeds = [name for name in site.files if PurePosixPath(name).name == FEED and _PATH.fullmatch(name)]
    rules = [
        _rule(f"{site.path}*", everywhere),
        _rule(f"{site.path}*.pdf", pdf, instead=True),
        _rule(f"{site.path}*.svg", [("Content-Security-Policy", SVG_POLICY)], instead=True),
        _rule(f"{site.path}*.ics", [("Content-Type", "text/calendar; charset=utf-8")]),
        *(_rule(site.path + name, feed) for name in feeds),
        *(_rule(site.path + name, [("Cache-Control", FOREVER)], instead=True) for name in _hashed(site.files)),
        *(_rule(site.path + one.path, [("Content-Disposition", one.disposition)]) for one in site.named),
    ]
    left_out = _TOO_MANY.format(count=len(rules) - RULES) if len(rules) > RULES else ""
    return "\n".join((_HEADERS + notes, *rules[:RULES], left_out))


def _rule(pattern: str, headers: Sequence[tuple[str, str]], *, instead: bool = False) -> str:
    """A rule; ``instead`` of what an earlier rule says of the same headers."""
    lines = [f"  ! {name}\n" if instead else "" for name, _ in headers]
    lines += [f"  {name}: {value}\n" for name, value in headers]
    return f"{pattern}\n{''.join(lines)}"


def _hashed(files: Iterable[str]) -> Iterator[str]:
    """Patterns of the files whose names hold a digest: a kind of file as a whole, if all of that kind have one."""
    kinds: dict[str, list[str]] = {}
    for name in sorted(files):
        if name.startswith("assets/") and _PATH.fullmatch(name):
            kinds.setdefault(PurePosixPath(name).suffix, []).append(name)
    for suffix, names in kinds.items():
        hashed = [name for name in names if re.fullmatch(_HASHED, PurePosixPath(name).name)]
        yield from [f"assets/*{suffix}"] if len(hashed) > 1 and hashed == names else hashed


_REDIRECTS = (
    "# Pages for the lost, for Netlify. Cloudflare Pages skips this: it takes the nearest 404.html by itself.\n"
)


def _redirects(site: HostedSite) -> str:
    lines = (f"{site.path}{code}/*  {site.path}{code}/404.html  404\n" for code in site.languages)
    return _REDIRECTS + "".join(lines)


# Apache ---------------------------------------------------------------------------------------------------------

_HTACCESS = """\
# Headers, types, caching and pages for the lost, for Apache 2.4, written by the build.
# It is read where the server allows this folder "AllowOverride FileInfo" or "AllowOverride All".

<IfModule mod_setenvif.c>
  SetEnvIf Request_URI "^{path_pattern}({languages})/" OUTREACH_FOLDER=$1/
</IfModule>
ErrorDocument 404 "{path}%{{reqenv:OUTREACH_FOLDER}}404.html"

<IfModule mod_alias.c>
  # Files for machines, and folders without a page of their own.
  RedirectMatch 404 "^{path_pattern}(?:{private})$"
  RedirectMatch 404 "/\\.(?!well-known(?:/|$))"
</IfModule>

<IfModule mod_mime.c>
{types}
</IfModule>
<Files "{feed}">
  ForceType "application/atom+xml; charset=utf-8"
</Files>

<IfModule mod_headers.c>
  Header always set Content-Security-Policy {policy}
{always}
  Header always set Cache-Control {revalidate}
  # Uncomment this once the whole host answers over https only: browsers then refuse http for a year.
  # Header always set Strict-Transport-Security "{secure_for}" "expr=%{{HTTPS}} == 'on'"
  <FilesMatch "^{hashed}$">
    Header always set Cache-Control "{forever}"
  </FilesMatch>
  <FilesMatch "\\.svg$">
    Header always set Content-Security-Policy {svg_policy}
  </FilesMatch>
  <FilesMatch "\\.pdf$">
    Header always set Content-Security-Policy {pdf_policy}
  </FilesMatch>
{names}</IfModule>

<IfModule mod_deflate.c>
  <IfModule mod_filter.c>
    AddOutputFilterByType DEFLATE {compressed}
    <IfModule mod_headers.c>
      # A compressed answer is tagged so; without this a browser could not ask whether it is still good.
      RequestHeader edit "If-None-Match" "^\\"((?:(?!-gzip).)*)-gzip\\"$" "\\"$1-gzip\\", \\"$1\\""
    </IfModule>
  </IfModule>
</IfModule>
"""


def _htaccess(site: HostedSite) -> str:
    types = [f"  AddType {kind} .{suffix}" for suffix, kind in (TEXT_TYPES | OTHER_TYPES).items()]
    types.append(f"  AddCharset utf-8 {' '.join(f'.{suffix}' for suffix in TEXT_TYPES)}")
    # A file is known by its name alone here, so a name that lies in two folders gets no title.
    names = Counter(PurePosixPath(name).name for name in {*site.files, *(one.path for one in site.named)})
    titled = [one for one in site.named if names[PurePosixPath(one.path).name] == 1][:SECTIONS]
    return _HTACCESS.format(
        path=site.path,
        path_pattern=re.escape(site.path),
        languages="|".join(map(re.escape, site.languages)),
        private="|".join(re.escape(name) for name in (*PRIVATE, *_bare_folders(site.files))),
        types="\n".join(types),
        feed=FEED,
        policy=_apache_value(site.policy),
        always="\n".join(f"  Header always set {name} {_apache_value(value)}" for name, value in ALWAYS),
        revalidate=REVALIDATE,
        forever=FOREVER,
        secure_for=SECURE_FOR,
        hashed=_HASHED,
        svg_policy=_apache_value(SVG_POLICY),
        pdf_policy=_apache_value(PDF_POLICY),
        names="".join(
            f'  <Files "{PurePosixPath(one.path).name}">\n'
            f"    Header always set Content-Disposition {_apache_value(one.disposition)}\n  </Files>\n"
            for one in titled
        ),
        compressed=" ".join(TEXT_TYPES.values()),
    )


def _bare_folders(files: Sequence[str]) -> list[str]:
    """Folders that an Apache might list, for they have no index page."""
    all_files = set(files)
    folders = {f"{folder}/" for name in files for folder in PurePosixPath(name).parents if str(folder) != "."}
    return sorted(
        folder for folder in folders if f"{folder}index.html" not in all_files and _PATH.fullmatch(folder[:-1])
    )


def _apache_value(value: str) -> str:
    """A value in quotes; a sign of per cent would begin a variable."""
    return _quoted(value.replace("%", "%%"))


# nginx ----------------------------------------------------------------------------------------------------------

_NGINX = """\
# Headers, types, caching and pages for the lost, for nginx, written by the build. Include it in a server block of
# its own:
#
#     server {{
#         listen 443 ssl;
#         server_name www.example.org;
#         root {root};
#         include {folder}nginx.conf;
#     }}
#
# Test with "nginx -t", and reload nginx after a publication that changed this file. Headers stand here once, for the
# whole server: a location that added one of its own would lose all others. What differs is kept in variables.

{root_note}charset utf-8;
charset_types {texts};
default_type application/octet-stream;
types {{
{types}
}}
gzip on;
gzip_vary on;
gzip_proxied any;
gzip_min_length 512;
gzip_types {texts};
absolute_redirect off;
server_tokens off;
index index.html;

set $outreach_policy {policy};
set $outreach_caching "{revalidate}";
set $outreach_disposition "";
set $outreach_folder "";
if ($uri ~ "^{path_pattern}({languages})/") {{ set $outreach_folder "$1/"; }}
if ($uri ~ "^{path_pattern}assets/(?:[^/]+/)*{hashed}$") {{ set $outreach_caching "{forever}"; }}
if ($uri ~ "\\.svg$") {{ set $outreach_policy {svg_policy}; }}
if ($uri ~ "\\.pdf$") {{ set $outreach_policy {pdf_policy}; }}

add_header Content-Security-Policy $outreach_policy always;
{always}
add_header Cache-Control $outreach_caching always;
add_header Content-Disposition $outreach_disposition always;
# Uncomment this once the whole host answers over https only: browsers then refuse http for a year.
# add_header Strict-Transport-Security "{secure_for}" always;

error_page 404 {path}${{outreach_folder}}404.html;
error_page 403 =404 {path}${{outreach_folder}}404.html;

location {path} {{ try_files $uri $uri/ =404; }}
location ~ "^{path_pattern}(?:{private})$" {{ return 404; }}
location ~ "/\\.(?!well-known(?:/|$))" {{ return 404; }}
location ~ "/{feed_pattern}$" {{ types {{ }} default_type application/atom+xml; }}
{names}"""


def _nginx(site: HostedSite) -> str:
    below = site.path.strip("/")
    return _NGINX.format(
        root="/srv/www" if below else "/srv/www/site",
        folder=f"/srv/www/{below}/" if below else "/srv/www/site/",
        root_note=f"# The site lies in {below}/ of the root.\n" if below else "",
        texts=" ".join(kind for kind in TEXT_TYPES.values() if kind != "text/html"),
        types="\n".join(f"    {kind} {suffix};" for suffix, kind in (TEXT_TYPES | OTHER_TYPES).items()),
        path=site.path,
        path_pattern=re.escape(site.path),
        languages="|".join(map(re.escape, site.languages)),
        hashed=_HASHED,
        policy=_quoted(site.policy),
        svg_policy=_quoted(SVG_POLICY),
        pdf_policy=_quoted(PDF_POLICY),
        revalidate=REVALIDATE,
        forever=FOREVER,
        secure_for=SECURE_FOR,
        always="\n".join(f"add_header {name} {_quoted(value)} always;" for name, value in ALWAYS),
        private="|".join(map(re.escape, PRIVATE)),
        feed_pattern=re.escape(FEED),
        names="".join(
            f'location = "{site.path}{one.path}" {{ set $outreach_disposition {_quoted(one.disposition)}; }}\n'
            for one in site.named
        ),
    )


def _quoted(value: str) -> str:
    """A value in quotes, for nginx and Apache. None of ours holds a dollar sign, which nginx could not be told."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
