// The parts of texts that are shown, with what was found in them marked.

/** Where words of the query stand in a text of an entry: {start, end, words}, in the forms that the text has. */
const marksIn = (index, list, number, text) => {
  const chosen = new Map();
  for (const word of list) {
    const least = Math.max(BONES, 0.7 * (word.hits.get(number)?.quality ?? 2)); // guesses are not shown as finds
    for (const [term, quality] of word.found)
      if (quality >= least) chosen.set(index.terms[term], [...(chosen.get(index.terms[term]) ?? []), word]);
  }
  const marks = [];
  for (let { term, start, end, dense } of words(text)) {
    const meant = chosen.get(term);
    if (!meant) continue;
    if (dense && meant.every((word) => word.term.length === 1)) { // one character of a pair
      start += Math.max(0, term.indexOf(meant[0].term));
      end = start + 1;
    }
    const mark = { start, end, words: new Set(meant) };
    while (marks.length && marks.at(-1).end >= mark.start) {
      const last = marks.pop();
      mark.start = Math.min(mark.start, last.start);
      mark.end = Math.max(mark.end, last.end);
      for (const word of last.words) mark.words.add(word);
    }
    marks.push(mark);
  }
  return marks;
};

const worthOf = (marks) => {
  const all = new Set(marks.flatMap((mark) => [...mark.words]));
  return [...all].reduce((sum, word) => sum + word.worth, 0) + 0.01 * marks.length;
};

/** The part of a text to show: from the beginning of a sentence or of a word, with as many marks as fit. */
const cut = (text, marks) => {
  const dense = IS_DENSE.test(fold(text).match(/\p{L}/u)?.[0] ?? ""), size = dense ? 90 : 190;
  if (text.length <= size * 1.2) return [0, text.length];
  let best = null, most = -1;
  for (const mark of marks) {
    const worth = worthOf(marks.filter((one) => one.start >= mark.start && one.end <= mark.start + 0.8 * size));
    if (worth > most) [best, most] = [mark, worth];
  }
  let from = 0;
  if (best && best.end > 0.8 * size) {
    const before = text.slice(0, best.start), near = before.slice(-0.4 * size);
    const ends = [...near.matchAll(/[.!?…؟]["”’»)\]]*\s+|[。！？；]["”’」』）]*/g)].at(-1);
    const border = dense ? near.slice(-0.2 * size).match(/[，、：,]/) : near.slice(-0.2 * size).match(/\s/);
    if (ends) from = before.length - near.length + ends.index + ends[0].length;
    else if (border) from = before.length - near.slice(-0.2 * size).length + border.index + 1;
    else from = dense ? Math.max(0, before.length - 10) : best.start;
  }
  if (from + size >= text.length) return [from, text.length];
  const last = text.slice(from, from + size);
  const border = dense ? last.search(/[，。、；：！？][^，。、；：！？]{0,20}$/) + 1 : last.search(/\s\S*$/);
  return [from, from + (border > 0 ? border : size)];
};

// A left-to-right run with signs inside, which right-to-left prose would turn round.
const LATIN_RUN = /(?:US\$|\$)?[0-9A-Za-z][0-9A-Za-z.,]*(?:[–/+:%‑-][0-9A-Za-z.,]*)+/g;

/** Write a part of a text into an element, with its marks. */
const paint = (element, text, marks, [from, to] = [0, text.length], rightToLeft = false) => {
  const write = (parent, start, end) => {
    let at = start;
    for (const mark of marks) {
      if (mark.end <= at || mark.start >= end) continue;
      const found = document.createElement("mark");
      found.textContent = text.slice(Math.max(mark.start, at), Math.min(mark.end, end));
      parent.append(text.slice(at, Math.max(mark.start, at)), found);
      at = Math.min(mark.end, end);
    }
    parent.append(text.slice(at, end));
  };
  let at = from;
  for (const run of rightToLeft ? text.slice(from, to).matchAll(LATIN_RUN) : []) {
    const isolated = document.createElement("bdi");
    isolated.dir = "ltr";
    write(element, at, from + run.index);
    at = from + run.index + run[0].replace(/[.,:]+$/, "").length;
    write(isolated, from + run.index, at);
    element.append(isolated);
  }
  write(element, at, to);
  return element;
};
