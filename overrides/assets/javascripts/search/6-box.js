// The field and its list.

const PAGES = 10; // shown at once
const SECTIONS = 3; // shown below a page
const WAIT = 20; // milliseconds, so that a burst of letters is searched once

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resume) => { setTimeout(resume); });

/** Prepare an index without holding up the page. */
const prepared = async (data) => {
  const index = new Index(data), steps = index.prepare();
  let until = performance.now() + 10;
  while (!steps.next().done)
    if (performance.now() > until) {
      await pause();
      until = performance.now() + 10;
    }
  return index;
};

/** From a disk a script may fetch nothing, but for another script. */
const fetched = async (address) => {
  if (location.protocol !== "file:") {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  }
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address.replace(/\.json$/, ".js");
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return globalThis.outreachSearchIndex;
};

const addressOf = (base, place) => {
  const [path, fragment] = place.split("#");
  const file = location.protocol === "file:" && (!path || path.endsWith("/")) ? "index.html" : "";
  return base + path + file + (fragment === undefined ? "" : `#${fragment}`);
};

const take = (root) => {
  const [form, input, clear] = ["form", "input", "[type=reset]"].map((one) => root.querySelector(one));
  const output = root.querySelector(".md-search__output"), result = output.querySelector(".md-search-result");
  const [meta, list, more] = ["meta", "list", "more"].map((one) => output.querySelector(`.md-search-result__${one}`));
  const { lang, dir } = document.documentElement, { loading: waiting, failed } = root.dataset;
  const hint = meta.textContent;
  const plural = new Intl.PluralRules(lang), figures = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  let index = null, loading = null, timer = 0, found = null;

  const say = (text) => {
    if (meta.textContent !== text) meta.textContent = text;
  };
  const busy = (is) => result.setAttribute("aria-busy", String(is));
  const counted = (number) => {
    const forms = index.words.found;
    return (forms[plural.select(number)] ?? forms.other).replace("{n}", figures.format(number));
  };

  const load = () => {
    if (!index) busy(true);
    loading ??= fetched(root.dataset.index).then(prepared).then(
      (one) => {
        index = one;
        update();
      },
      () => {
        loading = null; // the next try may do better
        busy(false);
        say(failed);
      },
    );
  };

  const teaser = (number, className) => {
    const text = index.docs[number].text, marks = marksIn(index, found.words, number, text);
    const [from, to] = cut(text, marks), element = make("p", className);
    if (from) element.append("… ");
    paint(element, text, marks, [from, to], dir === "rtl");
    if (to < text.length) element.append(" …");
    return element;
  };
  const link = (number) => {
    const doc = index.docs[number], element = make("a", "md-search-result__link");
    element.href = addressOf(root.dataset.base, doc.location);
    return paint(element, doc.title, marksIn(index, found.words, number, doc.title), undefined, dir === "rtl");
  };

  const item = ({ page, entries }) => {
    const own = index.pages[page].doc, doc = index.docs[own], best = entries[0];
    const sections = entries.filter((one) => one.doc !== own && one.score >= 0.5 * best.score).slice(0, SECTIONS);
    const path = [index.sections.get(doc.location.split("/")[0]), doc.name].filter((one) => one && one !== doc.title);
    const element = make("li", "md-search-result__item");
    const head = make("div", "md-search-result__article", link(own));
    if (path.length) head.append(make("p", "md-search-result__path", path.join(" › ")));
    if (best.doc === own || !sections.length) head.append(teaser(own, "md-search-result__teaser"));
    element.append(head);
    if (sections.length)
      element.append(make("ol", "md-search-result__sections", ...sections.map((one) => make(
        "li", "md-search-result__article", link(one.doc), teaser(one.doc, "md-search-result__teaser"),
      ))));
    return element;
  };

  const show = (to) => {
    const from = list.children.length;
    list.append(...found.pages.slice(from, to).map(item));
    more.hidden = to >= found.pages.length;
    return list.children[from];
  };

  const update = (composing = false) => {
    clearTimeout(timer);
    const query = input.value.slice(0, 300);
    clear.hidden = !input.value;
    if (query.trim() && !index) {
      say(waiting);
      load();
      return;
    }
    const next = query.trim() ? search(index, query) : null;
    busy(false);
    if (composing && !next?.pages.length) return; // letters on their way to a word of another script
    found = next;
    list.replaceChildren();
    more.hidden = true;
    output.scrollTop = 0;
    if (!found) say(hint);
    else if (!found.pages.length) say(index.words.none);
    else {
      show(PAGES);
      say([counted(found.pages.length), found.whole ? "" : index.words.some].filter(Boolean).join(" · "));
    }
  };

  const open = () => {
    if (output.hidden && innerHeight < 480) root.scrollIntoView({ block: "start" }); // else the list is out of sight
    output.hidden = false;
    load();
  };
  const close = () => {
    root.caller = null;
    output.hidden = true;
  };
  const leave = () => {
    const back = root.caller; // where the reader was when a key called the search
    close();
    if (back?.isConnected && back !== document.body) back.focus();
    else if (back) input.blur();
    else input.focus();
  };

  input.addEventListener("input", (event) => {
    open();
    clearTimeout(timer);
    busy(true);
    timer = setTimeout(update, WAIT, event.isComposing);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(update, WAIT); });
  input.addEventListener("focus", open);
  input.addEventListener("click", open);
  form.addEventListener("reset", () => {
    setTimeout(update); // the field is empty by then
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
    update();
    list.querySelector("a")?.click();
  });
  more.addEventListener("click", () => {
    show(list.children.length + PAGES).querySelector("a").focus();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) close();
  });
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!root.contains(event.target)) close();
  });
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // a key of an input method
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = output.hidden ? [] : [...output.querySelectorAll("a, button:not([hidden])")];
    const place = links.indexOf(document.activeElement), inList = place >= 0;
    const steps = { ArrowDown: links[place + 1], ArrowUp: place > 0 ? links[place - 1] : inList ? input : null };
    if (inList) Object.assign(steps, { Home: links[0], End: links.at(-1) });
    if (event.key === "Escape") {
      event.preventDefault();
      if (input.value && !output.hidden) form.reset();
      else leave();
    } else if (event.key in steps && (inList || document.activeElement === input)) {
      event.preventDefault();
      if (output.hidden) open();
      steps[event.key]?.focus();
    }
  });

  const address = new URLSearchParams(location.search), asked = address.get("q") ?? address.get("query");
  if (asked && !input.value) {
    input.value = asked;
    input.focus();
  }
  if (root.contains(document.activeElement)) open();
  else load();
  if (input.value) update();
};

globalThis.outreachSearch = Object.freeze({ fold, words, Index, search });
for (const root of document.querySelectorAll(".md-search")) take(root);
