// From the words of a query to pages, the best first.

/** Where the browser's own dictionary parts the words of a query in a script without spaces. */
const bordersIn = (query, language) => {
  const borders = new Set(), sizes = new Map();
  if (!globalThis.Intl?.Segmenter) return { borders, sizes };
  for (const { index: start, segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(query)) {
    borders.add(start).add(start + segment.length);
    for (let i = 0; i < segment.length; i++) sizes.set(start + i, segment.length);
  }
  return { borders, sizes };
};

const EVERYWHERE = 24; // a character in more pairs than these is an ending, or says as little

/** Pairs inside a word weigh as one word together; those across a border help, and a word of one character counts. */
const readDense = (index, token, { borders, sizes }) => {
  const { term, start, end } = token;
  if (term.length === 1) return [{ ...token, share: 1, found: matchDense(index, term) }];
  const lone = (at) => borders.has(at) && borders.has(at + 1);
  const single = (at, one) => {
    const found = matchDense(index, one);
    return found.size > EVERYWHERE ? [] : [{ ...token, term: one, start: at, end: at + 1, share: 0.7, found }];
  };
  if (!borders.has(start + 1))
    return [{ ...token, share: ((sizes.get(start) ?? 2) - 1) ** -0.5 || 1, found: matchDense(index, term, true) }];
  const list = lone(start) ? single(start, term[0]) : [];
  list.push({ ...token, share: 0.35, found: matchDense(index, term) });
  if (token.ends && lone(end - 1)) list.push(...single(end - 1, term[1]));
  return list;
};

/** A query as a list of words: {term, share, found, …}; `share` is what a part of a word weighs. */
const readQuery = (index, query) => {
  const tokens = words(query);
  const parts = tokens.filter((token) => !token.joined), wholes = tokens.filter((token) => token.joined);
  const dense = tokens.some((token) => token.dense) ? bordersIn(query, index.language) : null;
  const list = [];
  for (const [place, token] of parts.entries()) {
    const next = parts[place + 1];
    if (token.dense) {
      list.push(...readDense(index, { ...token, ends: next?.start !== token.start + 1 }, dense));
      continue;
    }
    const last = !next && !/\s$/.test(query);
    const found = new Map(matchWord(index, token.term, last));
    for (const whole of wholes.filter((one) => one.start <= token.start && token.end <= one.end))
      for (const [number, quality] of matchWord(index, whole.term, last))
        found.set(number, Math.max(quality, found.get(number) ?? 0));
    list.push({ ...token, share: 1, found });
  }
  joinNeighbours(index, list);
  return list.flatMap((word) => splitUnknown(index, word));
};

/** "fact sheet" also finds "factsheet". */
const joinNeighbours = (index, list) => {
  for (let i = 0; i + 1 < list.length; i++) {
    const [one, other] = [list[i], list[i + 1]], term = one.term + other.term;
    if (one.dense || other.dense || one.term.length < 2 || !LETTERS.test(term) || !index.numbers.has(term)) continue;
    for (const number of index.stems.get(index.stemOf.get(term)) ?? [index.numbers.get(term)])
      for (const word of [one, other]) word.found.set(number, Math.max(0.9, word.found.get(number) ?? 0));
  }
};

/** And "factsheet", where that is no word, "fact sheet". */
const splitUnknown = (index, word) => {
  if (word.dense || word.term.length < 6 || !LETTERS.test(word.term)) return [word];
  if (Math.max(0, ...word.found.values()) > ONE_SLIP) return [word];
  for (let cut = 3; cut <= word.term.length - 3; cut++) {
    const halves = [word.term.slice(0, cut), word.term.slice(cut)].map((term) => {
      const stem = index.stemOf.get(term) ?? stemsBelow(index, term).find(([, left]) => left < 3)?.[0];
      const exact = index.numbers.get(term);
      const numbers = index.stems.get(stem) ?? (exact === undefined ? [] : [exact]);
      return { ...word, term, share: 0.5, found: new Map(numbers.map((number) => [number, STEM])) };
    });
    if (halves.every((half) => half.found.size) && areNeighbours(index, halves)) return halves;
  }
  return [word];
};

const areNeighbours = (index, [one, other]) => {
  const follows = new Set();
  const each = (word, use) => [...word.found.keys()].some((number) => {
    const places = index.places[number];
    for (let i = 0; i < places.length; i += 2) if (use(places[i], places[i + 1])) return true;
    return false;
  });
  each(one, (doc, place) => { follows.add(`${doc} ${place + 1}`); });
  return each(other, (doc, place) => follows.has(`${doc} ${place}`));
};

// Ranking --------------------------------------------------------------------------------------------------------
// BM25 over a page and over each of its sections, titles weighing more, with a bonus for words that stand together.

const TITLE = 6, HEADING = 4, LEAD = 1.5, SATURATION = 1.2, LENGTH = 0.5, PAGE = 0.5, NEAR = 0.6, CONTEXT = 0.5;

/** Note for each word in which entries it stands, how well and where, and what it is worth: rare words tell more. */
const locate = (index, list) => {
  for (const word of list) {
    word.best = Math.max(...word.found.values());
    word.hits = new Map();
    for (const [number, quality] of word.found) {
      const places = index.places[number];
      for (let i = 0; i < places.length; i += 2) {
        let hit = word.hits.get(places[i]);
        if (!hit) word.hits.set(places[i], (hit = { title: 0, text: 0, quality: 0, places: [] }));
        hit[places[i + 1] < index.docs[places[i]].titleLength ? "title" : "text"] += quality;
        hit.quality = Math.max(hit.quality, quality);
        hit.places.push(places[i + 1]);
      }
    }
    let many = 0;
    for (const hit of word.hits.values()) if (hit.quality >= 0.6 * word.best) many++;
    const rarity = Math.log(1 + (index.docs.length - many + 0.5) / (many + 0.5));
    // Short words are mostly those that every language has to join the others.
    const weight = word.dense ? 1 : Math.min(1, word.term.length / 7);
    word.worth = rarity * weight * word.share * word.best ** 0.5;
  }
};

const closeness = (one, other) => {
  let best = 0;
  for (const a of one.places) for (const b of other.places) {
    const gap = b - a;
    best = Math.max(best, gap === 1 ? 1 : gap === 0 ? 0.8 : Math.abs(gap) < 4 ? 0.5 : Math.abs(gap) < 9 ? 0.25 : 0);
  }
  return best;
};

const rankEntry = (index, list, total, number, page) => {
  const doc = index.docs[number], isPage = number === page.doc;
  const norm = SATURATION * (1 - LENGTH + LENGTH * doc.length / index.docLength);
  let score = 0, own = 0;
  for (const [i, word] of list.entries()) {
    const hit = word.hits.get(number);
    const above = isPage ? 0 : (word.hits.get(page.doc)?.title ?? 0) * CONTEXT * TITLE;
    const amount = above + (hit ? hit.title * (isPage ? TITLE : HEADING) + hit.text * (isPage ? LEAD : 1) : 0);
    score += word.worth * amount / (amount + norm);
    if (!hit) continue;
    own += word.worth * hit.quality / word.best;
    const next = list[i + 1]?.hits.get(number);
    if (!next) continue;
    const worth = Math.min(word.worth, list[i + 1].worth) * Math.min(hit.quality, next.quality);
    score += NEAR * closeness(hit, next) * worth;
  }
  return { doc: number, score: score * (own / total) ** 0.5, covers: own / total };
};

const rankPage = (index, list, total, number) => {
  const page = index.pages[number];
  const norm = SATURATION * (1 - LENGTH + LENGTH * page.length / index.pageLength);
  let covers = 0, broad = 0, has = 0;
  for (const word of list) {
    let amount = 0, quality = 0;
    for (const doc of page.docs) {
      const hit = word.hits.get(doc);
      if (!hit) continue;
      amount += doc === page.doc ? hit.title * TITLE + hit.text * LEAD : hit.title * HEADING + hit.text;
      quality = Math.max(quality, hit.quality);
    }
    has += quality > 0;
    covers += word.worth * quality / word.best / total;
    broad += word.worth * amount / (amount + norm);
  }
  const entries = page.docs.map((doc) => rankEntry(index, list, total, doc, page))
    .filter((entry) => entry.covers > 0).sort((a, b) => b.score - a.score);
  return { page: number, entries, has, covers, score: (PAGE * broad + entries[0].score) * covers ** 2 };
};

/**
 * The pages for a query, the best first: {page, entries, covers, score}; `entries` are the page's own and its
 * sections'. `whole` says whether one of them has all words.
 */
const search = (index, query) => {
  const asked = readQuery(index, query), list = asked.filter((word) => word.found.size);
  locate(index, list);
  const total = list.reduce((sum, word) => sum + word.worth, 0);
  const numbers = new Set(list.flatMap((word) => [...word.hits.keys()].map((doc) => index.docs[doc].page)));
  const pages = [...numbers].map((number) => rankPage(index, list, total, number)).sort((a, b) => b.score - a.score);
  const most = Math.max(0, ...pages.map((page) => page.covers));
  // Pairs of characters that stand nowhere are mostly the borders of words.
  const whole = asked.every((word) => word.dense || word.found.size)
    && pages.some((page) => page.has === list.length || (list[0].dense && page.covers > 0.7));
  const near = pages.filter((page) => page.covers >= 0.5 * most && page.score >= 0.15 * pages[0].score);
  return { words: list, whole, pages: near };
};
