"""The one module that imports MkDocs: our edition handed to it as pages, and its build as a function.

MkDocs makes the HTML of one language (static-i18n's ``build_only_locale``). Everything that it is told comes from
the Edition: the words, the menu, the titles. ``OUTREACH_LANGUAGE=ar mkdocs serve`` works as well; the plugin then
loads the project itself.
"""

from __future__ import annotations

import html
import logging
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment

from outreach.localize.edition import make_edition
from outreach.localize.views import Edition, PageView
from outreach.project import Project, read_project
from outreach.render import search
from outreach.render.assets import MARK, Shared, shared
from outreach.render.directives import expander
from outreach.render.fonts import web_fonts
from outreach.render.metadata import linked_data
from outreach.render.policy import seal
from outreach.render.prose import Prose
from outreach.render.templates import Addresses, environment, speak

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a notice to developers at every start; see CONTRIBUTING.md

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import ListOfItems, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

LAST = -200
"""After static-i18n, whose events run at -100."""

# Pictures lie above the languages, once for all: one step further up than MkDocs believes.
_PICTURE = re.compile(r'(<img\b[^>]*\ssrc=")((?:\.\./)*)(?:\./)?(?=assets/)')
_BELOW_LANGUAGE = "../"


class OutreachConfig(Config):
    """Options of the plugin in ``mkdocs.yml``."""

    sections = ListOfItems(Type(str), default=[])
    edit_url = Type(str, default="")


class OutreachPlugin(BasePlugin[OutreachConfig]):
    """Feeds an Edition to MkDocs."""

    edition: Edition
    views: dict[str, PageView]
    prose: Prose

    shared: Shared
    bodies: dict[str, str]

    def __init__(self) -> None:
        self.given: Edition | None = None

    @event_priority(LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what depends on the language: names, addresses, menu."""
        project = read_project(Path(config.config_file_path or "mkdocs.yml").resolve().parent)
        self.edition = self.given or _load_edition(project)
        code = self.edition.language.code
        self.views = {page.source_path: page for page in self.edition.pages}
        config.site_name = self.edition.site_name
        config.site_url = self.edition.url
        config.theme["language"] = code
        config.extra.pop("alternate", None)  # our header and head list the languages
        config.nav = list(_menu(self.edition))
        self.bodies = {}
        cuts = web_fonts() if self.given else ()  # MkDocs alone shows its preview in the machine's own fonts
        self.shared = shared(project, self.edition.tokens, cuts)
        self.prose = Prose(self.edition, expander(environment(project.overrides, self.edition), self.edition))
        config.markdown_extensions = [*config.markdown_extensions, self.prose]  # type: ignore[list-item]
        return config

    @event_priority(LAST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the fact sheets, whose files lie outside docs/, and leave out what no page of this edition uses.

        Scripts, styles and fonts of the theme are all left out: ours lie above the languages. Without ``outreach``
        there is no such place, so they are added here.
        """
        code = self.edition.language.code
        docs = Path(config.docs_dir)
        for file in [file for file in files if file.src_dir and Path(file.src_dir) != docs]:
            files.remove(file)
        if not self.given:
            for name, content in self.shared.files():
                files.append(File.generated(config, name, content=content))
        for file in list(files.documentation_pages()):
            if _path(file) not in self.views:
                files.remove(file)
        for sheet in self.edition.own_sheets():
            path = Path(config.config_file_path or "").parent / sheet.source_path
            file = File.generated(config, f"{code}/{sheet.key}.md", abs_src_path=str(path))
            file.dest_uri = f"{sheet.url}index.html"
            for name, value in (("locale", code), ("locale_alternate_of", code), ("localization", code)):
                setattr(file, name, value)
            file.alternates = {code: file}  # type: ignore[attr-defined]
            file.norm_src_uri = f"{sheet.key}.md"  # type: ignore[attr-defined]
            files.append(file)
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The words come from the Edition: nothing is read twice, and nothing newer slips in."""
        return f"\n{self._view(page).body}"  # a body that begins with a rule '---' is no front matter

    @event_priority(LAST)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell MkDocs, and through it the search, what the page is called."""
        view = self._view(page)
        self.prose.page = view
        page.meta = {"title": html.escape(view.title), "description": view.description}
        return markdown

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Strings and filters of ours, for the theme's templates that we override."""
        env.trim_blocks = env.lstrip_blocks = True
        speak(env, self.edition)
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Static templates, such as 404.html, belong to no page."""
        self._give(context, None, Addresses("", self.edition.path))
        return context

    @event_priority(LAST)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Keep the finished words of a page, which the search and the data for search engines are made from."""
        if self.given:
            html = _PICTURE.sub(rf"\1{_BELOW_LANGUAGE}\2", html)
        self.bodies[self._view(page).key] = html
        return html

    @event_priority(LAST)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the templates our view of the page."""
        view = self._view(page)
        self._give(context, view, Addresses(view.url))
        mark = self.edition.site_url + self.shared.path(MARK) if self.given else ""
        data = linked_data(self.edition, view, self.bodies[view.key], mark)
        cast("dict[str, object]", context)["linked_data"] = data
        return context

    @event_priority(LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """The policy counts the scripts of the finished page, so it comes last."""
        return seal(output) if self.given else output

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for 404.html."""
        return seal(output_content) if self.given and template_name.endswith(".html") else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what the search reads."""
        folder = Path(config.site_dir, "search")
        folder.mkdir(exist_ok=True)
        (folder / "search_index.json").write_bytes(search.index(self.edition, self.bodies))

    def _view(self, page: Page) -> PageView:
        return self.views[_path(page.file)]

    def _give(self, context: TemplateContext, view: PageView | None, address: Addresses) -> None:
        """What our templates read beside MkDocs' own names."""
        paths, above = self.shared.paths(), _BELOW_LANGUAGE if self.given else ""
        names: dict[str, object] = {
            "view": view,
            "address": address,
            "asset": lambda name: address(above + paths[name]),
            "linked_data": None,
        }
        cast("dict[str, object]", context).update(names)


def _path(file: File) -> str:
    """A file's path in the project, by which views are known."""
    code, _, rest = file.src_uri.partition("/")
    if file.generated_by and rest.startswith("factsheets/"):
        return f"factsheets/{code}/{rest.removeprefix('factsheets/')}"
    return f"docs/{file.src_uri}"


def _load_edition(project: Project) -> Edition:
    """For ``mkdocs serve`` and ``mkdocs build``: the language is the one that the settings build."""
    from outreach.load.library import load

    library, _ = load(project)
    language = project.language(os.environ.get("OUTREACH_LANGUAGE", project.source.code))
    return make_edition(project, library, language, datetime.now(UTC))


def _menu(edition: Edition) -> Iterable[dict[str, Any]]:
    """The menu: sections in the settings' order, with the pages that this language has."""
    home = edition.page("index")
    if home:
        yield {html.escape(home.nav_title): "index.md"}
    keys = {page.url: page.key for page in edition.pages}
    for section in edition.sections:
        inside = [{html.escape(link.title): f"{keys[link.url]}.md"} for link in section.pages if not link.language]
        if not section.language:
            own = {html.escape(section.title): f"{keys[section.url]}.md"}
            yield {html.escape(section.title): [own, *inside]} if inside else own


class _Warnings(logging.Handler):
    """Keeps what MkDocs and its plugins warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(" ".join(record.getMessage().split()))


def build_pages(root: Path, edition: Edition, output: Path) -> tuple[str, ...]:
    """Let MkDocs write the pages of one edition into ``output``; returns its warnings.

    Sets ``OUTREACH_LANGUAGE`` and ``SOURCE_DATE_EPOCH`` of this process, which serves one edition at a time.
    """
    os.environ["OUTREACH_LANGUAGE"] = edition.language.code
    os.environ["SOURCE_DATE_EPOCH"] = "946684800"  # nothing we publish shows the day of the build
    handler, logger = _Warnings(), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        config = load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(output))
        plugin = config.plugins["outreach"]
        cast("OutreachPlugin", plugin).given = edition
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except SystemExit:  # MkDocs' Abort: what went wrong was logged
        if not handler.messages:
            raise
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    (output / "sitemap.xml.gz").unlink(missing_ok=True)  # servers compress by themselves
    shutil.rmtree(output / "assets", ignore_errors=True)  # pictures of docs/assets: they are published once, above
    return tuple(handler.messages)


class _Preview(LiveReloadServer):
    """MkDocs' server under our policy: what tells a page to reload is a script of its own address, not one inside.

    A page that is not there is answered with the page for lost readers of its language.
    """

    SCRIPT = "/livereload.js"

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if path == self.SCRIPT:
            start_response("200 OK", [("Content-Type", "text/javascript"), ("Cache-Control", "no-store")])
            epoch = re.sub(r"\D", "", environ["QUERY_STRING"]) or "0"
            return [_SCRIPT_TEMPLATE.substitute(epoch=epoch, request_id=time.monotonic_ns()).encode()]
        answer: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        if answer is None:
            language = path.strip("/").partition("/")[0]
            for folder in (language, "."):
                page = Path(self.root, folder, "404.html")
                if folder and page.is_file() and page.resolve().is_relative_to(Path(self.root).resolve()):
                    start_response("404 Not Found", [("Content-Type", "text/html; charset=utf-8")])
                    return [self._inject_js_into_html(page.read_bytes(), self._visible_epoch)]
        return answer

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        before, end, after = content.rpartition(b"</body>")
        return before + f'<script src="{self.SCRIPT}?{epoch}"></script>'.encode() + end + after if end else content


def serve(root: Path, watch: Iterable[Path], address: tuple[str, int], rebuild: Callable[[], None]) -> None:
    """Serve a folder with MkDocs' live-reload server; call ``rebuild`` when a watched path has changed."""
    host, port = address
    server: LiveReloadServer = _Preview(rebuild, host, port, str(root), mount_path="/")
    for path in watch:
        server.watch(str(path), recursive=path.is_dir())
    try:
        server.serve(open_in_browser=False)
    except KeyboardInterrupt:
        server.shutdown()
    finally:
        server.server_close()
