// Which terms of the index a word of a query stands for. It is compared with every one; each that fits does so with a
// quality up to 1.

const STEM = 0.85, BEGINNING = 0.75, INSIDE = 0.45, KIN = 0.5, BONES = 0.35, ONE_SLIP = 0.55, TWO_SLIPS = 0.4;
const HALF = 0.3;

// What Arabic writes before a noun, as one word with it.
const ARTICLES = ["وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال"];
const PARTICLES = "وفبلك";
const bare = (term) => {
  const article = ARTICLES.find((one) => term.startsWith(one) && term.length - one.length > 2);
  return article ? term.slice(article.length) : term;
};
/** The consonants of an Arabic noun, which its broken plural keeps. */
const bones = (term) => bare(term).replace(/^ا|ء$/g, "").replace(/(?!^)[اوي](?!$)/g, "").replace(/ه$|ات$|ين$|ون$/, "");

/** How many letters to add, remove, change or swap between two words; more than `most` counts as one more. */
const slips = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older = [], old = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    [older, old, row] = [old, row, [i]];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return Math.min(row[b.length], most + 1);
};

const sharedLetters = (a, b) => {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same;
};

/** Known stems that an unknown word begins with, each with the number of letters left over. */
const stemsBelow = (index, term) => {
  const forms = new Set([term]);
  if (IS_ARABIC.test(term)) {
    forms.add(bare(term));
    if (PARTICLES.includes(term[0]) && term.length > 4) forms.add(term.slice(1)).add(bare(term.slice(1)));
  }
  const found = [];
  for (const form of forms)
    for (let length = form.length; length > 2; length--) {
      const left = form.length - length;
      if (left > (length > 4 ? 9 : length > 3 ? 3 : 2)) break;
      const start = form.slice(0, length);
      const stem = index.stems.has(start) ? start : index.stemOf.get(start);
      if (stem) {
        found.push([stem, left]);
        break;
      }
    }
  return found;
};

const matchNumber = (index, term, exact, last, add) => {
  if (exact !== undefined && !last) return;
  for (const [number, other] of index.terms.entries())
    if (other.length > term.length && other.startsWith(term) && IS_NUMBER.test(other))
      add(number, other[term.length] === "." ? 0.7 : 0.4);
};

/** Terms near a word in form: it begins them or lies inside them, they share its beginning, or it is mistyped. */
const matchForms = (index, term, sure, last, add) => {
  const arabic = IS_ARABIC.test(term), core = arabic ? bare(term) : term, long = term.length > 3;
  const frame = arabic ? bones(term) : "-";
  const most = sure || core.length < 4 ? 0 : core.length < 8 ? 1 : 2;
  for (const [number, word] of index.terms.entries()) {
    if (word.length < 3 || word === term || IS_NUMBER.test(word)) continue;
    const other = index.cores[number];
    if (word.length > core.length) {
      if (word.startsWith(core) || other.startsWith(core)) {
        const quality = Math.max(0.5, BEGINNING - 0.02 * (word.length - core.length)) * (sure ? 0.6 : 1);
        if (last || long) add(number, last ? quality : quality * 0.8);
      } else if (long && word.includes(core)) add(number, sure ? INSIDE / 2 : INSIDE);
    }
    if (core.length > 3 && word.length > 3) {
      const same = sharedLetters(core, other), longest = Math.max(core.length, other.length), rest = longest - same;
      const kin = sure ? KIN * 0.6 : KIN;
      if (same > 3 && same >= 0.6 * longest && rest < 5) add(number, kin);
      else if (same > 2 && same >= 0.5 * longest && (same > 4 || rest < 4)) add(number, kin * 0.7);
      else if (frame.length > 2 && index.frames[number] === frame) add(number, sure ? BONES * 0.7 : BONES);
    }
    if (most) {
      const away = slips(core, other, most);
      if (away <= most) add(number, away === 1 ? ONE_SLIP : TWO_SLIPS);
      else if (last && core.length > 4 && other.length > core.length) {
        if (slips(core, other.slice(0, core.length), 1) < 2) add(number, TWO_SLIPS);
      }
    }
  }
};

/** When nothing else fits: more slips, or a known word inside this one. */
const matchAnyhow = (index, term, add) => {
  const core = IS_ARABIC.test(term) ? bare(term) : term;
  for (const [number, other] of index.cores.entries()) {
    if (other.length < 3 || IS_NUMBER.test(other)) continue;
    if (core.length > 5 && slips(core, other, 2) < 3) add(number, TWO_SLIPS * 0.9);
    else if (core.length > 10 && slips(core, other, 3) < 4) add(number, TWO_SLIPS * 0.8);
    else if (core.length === 3 && other[0] === core[0] && slips(core, other, 1) < 2) add(number, TWO_SLIPS);
    else if (other.length > 3 && other.length >= core.length / 2 && core.includes(other)) add(number, TWO_SLIPS * 0.9);
  }
};

/** The terms that a word stands for: a Map from number to quality. `last`: the reader may not have finished it. */
const matchWord = (index, term, last) => {
  const key = last ? `${term}…` : term;
  const before = index.matches.get(key);
  if (before) return before;
  const found = new Map();
  const add = (number, quality) => {
    if (quality > (found.get(number) ?? 0)) found.set(number, quality);
  };
  const exact = index.numbers.get(term), stem = index.stemOf.get(term);
  if (exact !== undefined) add(exact, 1);
  if (IS_NUMBER.test(term)) matchNumber(index, term, exact, last, add);
  else if (term.length > 1 || last) {
    for (const number of index.stems.get(stem) ?? []) add(number, STEM);
    // A word alone with its stem may be one whose plural Snowball gives another stem: gobierno, gobiernos.
    const sure = (index.stems.get(stem)?.length ?? 0) > 1;
    if (!found.size && term.length > 2)
      for (const [one, left] of stemsBelow(index, term))
        for (const number of index.stems.get(one)) add(number, Math.max(STEM - 0.02 - 0.04 * left, 0.3));
    matchForms(index, term, sure, last, add);
    if (Math.max(0, ...found.values()) < TWO_SLIPS) matchAnyhow(index, term, add);
  }
  index.matches.set(key, found);
  return found;
};

/** The same for one character, or a pair; `loose`: an unknown pair stands for those that share a character. */
const matchDense = (index, term, loose = false) => {
  const found = new Map(), exact = index.numbers.get(term);
  if (exact !== undefined) found.set(exact, 1);
  else if (term.length > 1 && !loose) return found;
  const [first, second] = term;
  if (!second || exact === undefined)
    for (const [number, pair] of index.terms.entries())
      if (pair.length === 2 && IS_DENSE.test(pair) && pair !== term) {
        if (!second && pair.includes(first)) found.set(number, 0.9);
        else if (second && (pair[0] === first || pair[1] === second)) found.set(number, HALF);
      }
  return found;
};
