"""A whole project in three languages with the real look and settings, small enough to build in a few seconds."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from PIL import Image
from tests.built_site import NOW, ROOT, Silent

from outreach.build import Built, build
from outreach.cli import _only
from outreach.project import Project, read_project
from outreach.translate.catalogs import update

LANGUAGES = ("ar", "zh", "en")
TWO = ("ar", "en")
"""What most tests build: two directions, one language that lacks pages, and no Chinese fonts to cut."""

Finished = subprocess.CompletedProcess[str]

ABOUT = {
    "en": "a page of the small site that the tests of the build read.",
    "ar": "صفحة من الموقع الصغير الذي تقرأه اختبارات البناء.",
    "zh": "这是供测试构建过程所用小型网站的一个页面。",
}
# Path below a language's folder: front matter that is a fact, and the words in each language.
FACTS = {
    "docs/*/events/first.md": "kind: meeting\nstart: 2026-02-03\nend: 2026-02-08\nplace: bonn\n",
    "docs/*/events/second.md": "kind: launch\nstart: 2027-05-04\nplace: bonn\nsources: [strategy]\n",
    "docs/*/key-messages/adds-value.md": "letter: b\n",
    "factsheets/*/platform.md": (
        "number: 1\ndate: 2026-11-20\nmessages: [adds-value]\nsources: [strategy]\nchart: members\n"
    ),
}

WORDS = {
    "docs/*/index.md": {
        "en": ("Words, facts", "## News {#news}\n\n<!-- outreach:events-next -->\n\n<!-- outreach:fact-sheets -->\n"),
        "ar": ("كلمات وحقائق", "## أخبار {#news}\n\n<!-- outreach:events-next -->\n\n<!-- outreach:fact-sheets -->\n"),
        "zh": ("文字与事实", "## 新闻 {#news}\n\n<!-- outreach:events-next -->\n\n<!-- outreach:fact-sheets -->\n"),
    },
    "docs/*/about/index.md": {
        "en": ("About", "![A leaf](../../assets/leaf.png)\n\nSee [bodies](bodies.md).\n\n<!-- outreach:pages -->\n"),
        "ar": ("حول", "![ورقة](../../assets/leaf.png)\n\nانظر [الهيئات](bodies.md).\n\n<!-- outreach:pages -->\n"),
        "zh": ("关于", "![叶子](../../assets/leaf.png)\n\n见[机构](bodies.md)。\n\n<!-- outreach:pages -->\n"),
    },
    "docs/*/about/bodies.md": {
        "en": ("Bodies", "The Plenary decides.\n\n## The Bureau {#bureau}\n\nIt prepares.\n"),
        "zh": ("机构", "全体会议作出决定。\n\n## 主席团 {#bureau}\n\n负责筹备。\n"),
    },
    "docs/*/about/style-guide.md": {
        "en": ("Style guide", "## Tokens {#tokens}\n\n<!-- outreach:tokens -->\n"),
    },
    "docs/*/faq/index.md": {
        "en": ("Questions", "<!-- outreach:faq -->\n"),
        "ar": ("أسئلة", "<!-- outreach:faq -->\n"),
        "zh": ("问题", "<!-- outreach:faq -->\n"),
    },
    "docs/*/faq/why.md": {
        "en": ("Why", "## Why was it founded? {#founded}\n\nSee [the Bureau](../about/bodies.md#bureau).\n"),
        "ar": ("لماذا", "## لماذا أنشئ؟ {#founded}\n\nانظر [حول](../about/index.md).\n"),
        "zh": ("为何", "## 为何成立？ {#founded}\n\n见[主席团](../about/bodies.md#bureau)。\n"),
    },
    "docs/*/key-messages/index.md": {
        "en": ("Key messages", "<!-- outreach:key-messages -->\n"),
        "ar": ("رسائل رئيسية", "<!-- outreach:key-messages -->\n"),
        "zh": ("关键信息", "<!-- outreach:key-messages -->\n"),
    },
    "docs/*/key-messages/adds-value.md": {
        "en": ("Adds value", "It fills gaps.\n"),
        "ar": ("قيمة مضافة", "يسد الثغرات.\n"),
        "zh": ("增加价值", "填补空白。\n"),
    },
    "docs/*/events/index.md": {
        "en": ("Events", "<!-- outreach:events -->\n"),
        "ar": ("فعاليات", "<!-- outreach:events -->\n"),
        "zh": ("活动", "<!-- outreach:events -->\n"),
    },
    "docs/*/events/first.md": {
        "en": ("First meeting", "It met.\n"),
        "ar": ("الاجتماع الأول", "انعقد الاجتماع.\n"),
        "zh": ("第一次会议", "会议召开。\n"),
    },
    "docs/*/events/second.md": {
        "en": ("A launch", "A report.\n"),
        "zh": ("发布", "一份报告。\n"),
    },
    "docs/*/factsheets/index.md": {
        "en": ("Fact sheets", "<!-- outreach:fact-sheets -->\n"),
        "ar": ("صحائف وقائع", "<!-- outreach:fact-sheets -->\n"),
        "zh": ("概况介绍", "<!-- outreach:fact-sheets -->\n"),
    },
    "factsheets/*/platform.md": {
        "en": ("It links knowledge", "## Facts {#facts}\n\n- It meets once a year.\n\n<!-- outreach:chart -->\n"),
        "ar": ("المنبر يربط المعرفة", "## وقائع {#facts}\n\n- يجتمع مرة في السنة.\n\n<!-- outreach:chart -->\n"),
        "zh": ("平台连接知识", "## 事实 {#facts}\n\n- 每年开会一次。\n\n<!-- outreach:chart -->\n"),
    },
}  # fmt: skip

# Further words in the front matter, by kind of page.
MORE = {
    "docs/*/key-messages/adds-value.md": "message: {title}\n",
    "factsheets/*/platform.md": "lead: {title}\nfigure_labels:\n  founders: {title}\nchart_title: {title}\n",
}

DATA = {
    "sources": '- id: strategy\n  title: "A strategy"\n  year: 2015\n  symbol: IPBES/3/15\n',
    "places": (
        "- id: bonn\n  name: Bonn\n  country: DE\n  latitude: 50.73\n  longitude: 7.10\n  timezone: Europe/Berlin\n"
    ),
    "figures": "- id: founders\n  value: 94\n  unit: count\n  year: 2012\n  source: strategy\n",
    "charts": (
        "- id: members\n  kind: bars\n  unit: count\n  source: strategy\n  rows:\n"
        '    - {date: "2012-04", value: 94}\n    - {date: "2025-04", value: 150}\n'
    ),
}


def write_project(root: Path) -> Path:
    """Write the project into a new folder ``root``."""
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(re.sub(r"\n *- \{ locale: (fr|ru|es),.*", "", settings), encoding="utf-8")
    for pattern, texts in WORDS.items():
        for code, (title, body) in texts.items():
            path = root / pattern.replace("*", code)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(pattern, code, title, body), encoding="utf-8")
    (root / "docs/data").mkdir()
    for name, text in DATA.items():
        (root / f"docs/data/{name}.yml").write_text(text, encoding="utf-8")
    draw_picture(root / "docs/assets/leaf.png", (40, 120, 60))
    _write_catalogs(root)
    return root


def project_of(root: Path, languages: tuple[str, ...] = TWO) -> Project:
    """The project as ``outreach build LANG…`` takes it."""
    return _only(read_project(root), languages)


def build_small(
    root: Path, output: Path | None = None, *, languages: tuple[str, ...] = TWO, now: datetime = NOW, **options: Any
) -> Built:
    """Build the project in ``root``; its findings must be warnings only."""
    output = output or root / "site"
    built = build(project_of(root, languages), output=output, now=now, report=Silent(), **options)
    assert [] == [str(finding) for finding in built.findings if finding.is_error]
    return built


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copy_small(source: Path, target: Path) -> Path:
    """A copy of a project with its cache and its site; links of the font folder stay links."""
    return Path(shutil.copytree(source, target, symlinks=True))


def command(*arguments: str | Path) -> list[str]:
    """The command line of ``outreach`` as this very Python runs it."""
    return [sys.executable, "-c", "from outreach.cli import main; main(prog_name='outreach')", *map(str, arguments)]


def run(root: Path, *arguments: str | Path, before: tuple[str, ...] = (), **environment: str) -> Finished:
    """Run ``outreach`` for a project. ``before`` are words before the command, such as ``setpriv …``."""
    return subprocess.run(
        [*before, *command("--project", root, *arguments)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def change(path: Path, old: str, new: str) -> None:
    """Replace words in a file, all of them; they must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def draw_picture(path: Path, color: tuple[int, int, int]) -> None:
    """A small picture of one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 16), color).save(path)


def _page(pattern: str, code: str, title: str, body: str) -> str:
    facts = FACTS.get(pattern, "") if code == "en" else ""
    more = MORE.get(pattern, "").format(title=title)
    return f"---\ntitle: {title}\ndescription: {title} – {ABOUT[code]}\n{more}{facts}---\n\n{body}"


def _write_catalogs(root: Path) -> None:
    """The real catalogs, cut to need; what has no translation yet says its id."""
    for code in LANGUAGES:
        real = ROOT / "i18n" / code
        if real.exists():
            shutil.copytree(real, root / "i18n" / code)
    project = read_project(root)
    update(project, write=True)
    for path in root.glob("i18n/*/LC_MESSAGES/messages.po"):
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])
        _fill(catalog)
        with path.open("wb") as file:
            write_po(file, catalog, no_location=True)


def _fill(catalog: Catalog) -> None:
    for message in catalog:
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.id and not all(forms):
            one = message.id if isinstance(message.id, str) else message.id[1]
            message.string = one if isinstance(message.id, str) else (one,) * catalog.num_plurals
