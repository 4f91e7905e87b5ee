// What every page can do besides being read: light and dark, the place in the text, the reader's language, and
// the door to the search. Everything else works without scripts.
"use strict";
{
  const root = document.documentElement;

  // A browser may forbid storage, or forget: then a choice lasts as long as the page.
  const memory = {
    get(name) {
      try { return localStorage.getItem(`outreach.${name}`); } catch { return null; }
    },
    set(name, value) {
      try { localStorage.setItem(`outreach.${name}`, value); } catch { /* not kept */ }
    },
  };

  // Light and dark -------------------------------------------------------------------------------------------

  const scheme = document.querySelector(".scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.mdColorScheme ?? (system.matches ? "slate" : "default")) === "slate";
  const showScheme = () => scheme?.setAttribute("aria-pressed", String(isDark()));
  scheme?.addEventListener("click", () => {
    root.dataset.mdColorScheme = isDark() ? "default" : "slate";
    memory.set("scheme", root.dataset.mdColorScheme);
    showScheme();
  });
  system.addEventListener("change", showScheme);
  showScheme();

  // The place in the text ------------------------------------------------------------------------------------

  const headings = [...document.querySelectorAll(":is(h2, h3, h4)[id]")].filter((one) => one.closest(".prose"));

  /** The heading that the address names; some addresses cannot be read. */
  const target = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };

  /** The id of the heading that the reader has come to, or nothing above the first. */
  const place = () => {
    const line = innerHeight * 0.3;
    const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
    const passed = headings.filter((one) => one.getBoundingClientRect().top <= line);
    // On a short page the last headings never come up so far; the address tells which one was meant.
    const named = headings.find((one) => one.id === target());
    if (atEnd && named && named.getBoundingClientRect().top < innerHeight) return named.id;
    return passed.at(-1)?.id ?? "";
  };

  // The languages stand at the top: whoever goes up to them passes the headings above, and means the place where the
  // way up began. A jump, or a scroll after a rest, is a new way.
  const asked = () => headings.find((one) => one.id === target())?.id ?? "";
  let kept = asked();
  let here = place();
  addEventListener("hashchange", () => { kept = asked() || kept; });
  let [height, moment] = [scrollY, 0];
  const follow = () => {
    if (scrollY === height) return;
    const now = performance.now();
    if (here && (now - moment > 600 || Math.abs(scrollY - height) > 0.8 * innerHeight)) kept = here;
    here = place();
    [height, moment] = [scrollY, now];
  };
  addEventListener("scroll", follow, { passive: true });

  const contents = new Map(
    [...document.querySelectorAll(".toc a[href^='#']")].map((link) => [link.getAttribute("href").slice(1), link]),
  );
  if (contents.size) {
    let marked = null;
    let waiting = false;
    const mark = () => {
      waiting = false;
      const id = place();
      // A heading of the third level belongs to the last one above it that the list names.
      const named = headings.slice(0, headings.findIndex((one) => one.id === id) + 1).filter((one) => contents.has(one.id));
      const link = contents.get(named.at(-1)?.id) ?? null;
      if (link === marked) return;
      marked?.classList.remove("md-nav__link--active");
      marked?.removeAttribute("aria-current");
      link?.classList.add("md-nav__link--active");
      link?.setAttribute("aria-current", "true");
      marked = link;
    };
    const soon = () => {
      if (!waiting) { waiting = true; requestAnimationFrame(mark); }
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    mark();
  }

  // From one language to another: headings have the same names in all ---------------------------------------------

  const isSwitch = "a[hreflang]:is(.languages a, .chooser a, .offer a)";
  const keepPlace = (event) => {
    const link = event.target.closest?.(isSwitch);
    if (!link || link.matches(".is-missing")) return;
    follow(); // a press may come before the word of the scroll that led to it
    link.hash = link.closest(".chooser") ? target() : place() || kept; // an empty one leaves no "#" behind
  };
  for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, keepPlace);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(isSwitch);
    if (link) memory.set("language", link.hreflang); // who chose needs no offer any more
  });

  // The reader's language, offered once ----------------------------------------------------------------------------

  const offered = () => {
    if (memory.get("language") || memory.get("offered")) return null;
    const links = new Map([...document.querySelectorAll(".languages a[data-offer]")].map((one) => [one.hreflang, one]));
    const own = root.lang;
    for (const wanted of navigator.languages ?? [navigator.language]) {
      const code = wanted.toLowerCase();
      const fits = (name) => code === name.toLowerCase() || code.startsWith(`${name.toLowerCase()}-`);
      if (fits(own)) return null; // an earlier wish is met already
      for (const [name, link] of links) if (fits(name)) return link;
    }
    return null;
  };
  const link = offered();
  if (link) {
    memory.set("offered", link.hreflang);
    const bar = document.createElement("aside");
    bar.className = "offer";
    bar.lang = link.lang;
    bar.dir = link.dir;
    bar.setAttribute("aria-label", link.textContent);
    const inner = document.createElement("div");
    inner.className = "wrap";
    const words = document.createElement("a");
    words.href = link.href;
    words.hreflang = link.hreflang;
    words.textContent = link.dataset.offer;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = link.dataset.close;
    close.addEventListener("click", () => bar.remove());
    inner.append(words, close);
    bar.append(inner);
    document.querySelector(".skip").after(bar);
  }

  // The menu of a narrow screen ----------------------------------------------------------------------------------------

  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    document.addEventListener("pointerdown", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  }

  // The search: its script and its index are fetched when somebody turns to it --------------------------------------

  const search = document.querySelector(".md-search");
  if (search) {
    const input = search.querySelector("input");
    let asked = false;
    const load = () => {
      if (asked) return;
      asked = true;
      const script = document.createElement("script");
      script.src = search.dataset.engine;
      script.addEventListener("error", () => {
        asked = false; // the next try may do better
        script.remove();
        search.querySelector("[role=status]").textContent = search.dataset.failed;
        search.querySelector(".md-search__output").hidden = false;
      });
      document.head.append(script);
    };
    search.addEventListener("focusin", load);
    search.addEventListener("pointerdown", load);
    document.addEventListener("keydown", (event) => {
      const isK = event.code === "KeyK" || event.key.toLowerCase() === "k"; // the key, on any keyboard
      if (!isK || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return;
      event.preventDefault();
      load();
      search.caller ??= document.activeElement; // Escape gives the focus back
      input.focus();
    });
    if (new URLSearchParams(location.search).get("q")) load();
  }
}
