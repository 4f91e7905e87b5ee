// Words as readers mean them: letters folded as in scripts/outreach/render/stems.py, and where words begin and end.

const MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
  + "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
  + "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff";
const VOWELS = "\u0900-\u0963\u0966-\u0dff";
const DENSE = "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u312f\u31a0-\u31ff"
  + "\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}";
const SAME = {
  œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ",
  ٱ: "ا", ى: "ي", ی: "ي", ة: "ه", ک: "ك",
};
const OTHER = /[œæßøłđðþıςٱىیةک٠-٩۰-۹]/g;
const UNSEEN = new RegExp(`[${MARKS}]`, "gu");
const WORD = new RegExp(`[\\p{L}\\p{N}${MARKS}${VOWELS}]+`, "gu");
const RUN = new RegExp(`[${DENSE}]+|[^${DENSE}]+`, "gu");
const IS_DENSE = new RegExp(`^[${DENSE}]`, "u");
const IS_ASCII = /^[\0-\x7f]*$/;
const IS_NUMBER = /^[0-9][0-9.]*$/;
const IS_ARABIC = /^[\u0600-\u06ff]+$/;

/** Write letters that readers do not tell apart in one way. */
const fold = (text) => IS_ASCII.test(text) ? text.toLowerCase()
  : text.normalize("NFKC").toLowerCase().normalize("NFD").replaceAll("и\u0306", "й").replace(UNSEEN, "")
    .normalize("NFC").replace(OTHER, (sign) => SAME[sign] ?? String(sign.charCodeAt(0) & 15));

const folded = new Map();
const runsOf = (raw) => {
  let runs = folded.get(raw);
  if (!runs) {
    const text = fold(raw);
    runs = (text.match(RUN) ?? []).map((term) => ({
      term, dense: IS_DENSE.test(term), at: text.length === raw.length ? text.indexOf(term) : -1,
    }));
    folded.set(raw, runs);
  }
  return runs;
};

/**
 * The words of a text in order: {term, start, end, at}, `at` being the place in the row of words. Scripts without
 * spaces give pairs of characters. A word with hyphens comes once more in one piece (`joined`), a number with its
 * groups always so.
 */
const words = (text) => {
  const found = [];
  let at = 0, end = -1, chain = null, number = null;
  for (const match of text.matchAll(WORD)) {
    const raw = match[0], start = match.index, runs = runsOf(raw);
    if (!runs.length) continue;
    const gap = start === end + 1 ? text[end] : "";
    const only = runs.length === 1 && !runs[0].dense ? runs[0].term : "";
    end = start + raw.length;
    if (/^[0-9]+$/.test(only)) {
      chain = null;
      const grouped = number?.whole && number.first < 4 && only.length === 3
        && /[ \u00a0\u202f\u2009.,'’٬]/.test(gap);
      if (gap && (grouped || (number?.whole && /[.,٫]/.test(gap)))) {
        number.token.term += grouped ? only : `.${only}`;
        number.token.end = end;
        number.whole = grouped;
      } else {
        number = { token: { term: only, start, end, at: at++ }, first: only.length, whole: true };
        found.push(number.token);
      }
      continue;
    }
    number = null;
    if (gap && "'’ʼ".includes(gap)) {
      const before = found.at(-1);
      if (before?.end === start - 1 && (before.term.length === 1 || before.term === "qu")) { // l’eau, qu’il
        found.pop();
        at--;
      }
      if (only.length === 1) { // the Platform’s
        chain = { term: only, start, end, at };
        continue;
      }
    }
    const linked = chain && only && gap && "-‐‑".includes(gap);
    chain = linked ? { ...chain, term: chain.term + only, end } : only ? { term: only, start, end, at } : null;
    for (const { term, dense, at: inside } of runs) {
      const from = inside < 0 ? start : start + inside;
      const to = inside < 0 ? end : from + term.length;
      if (!dense || term.length === 1) found.push({ term, start: from, end: to, at: at++, dense });
      else for (let i = 0; i + 1 < term.length; i++) {
        const [first, last] = inside < 0 ? [start, end] : [from + i, from + i + 2];
        found.push({ term: term.slice(i, i + 2), start: first, end: last, at: at++, dense });
      }
    }
    if (linked) found.push({ ...chain, joined: true });
  }
  return found;
};
