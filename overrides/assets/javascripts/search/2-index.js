// The index of a language, made from the texts of search/search_index.json.

const GAP = 10; // between a title's words and a text's, so that they are not neighbours
const LETTERS = /^\p{L}{3,}$/u;

class Index {
  /** `data` is what search/search_index.json holds; nothing is found before `prepare` has run to its end. */
  constructor(data) {
    this.language = data.config.lang[0];
    this.words = data.words; // what the search says
    this.sections = new Map(Object.entries(data.sections ?? {}));
    this.docs = data.docs.map((doc) => ({ ...doc, page: 0, titleLength: 0, length: 0 }));
    this.data = data;
    this.numbers = new Map(); // a term's number
    this.terms = []; // and back
    this.places = []; // of a term: doc, place, doc, place, …
    this.pages = []; // {doc, docs, length}: its own entry, and with those of its sections
    this.stems = new Map(); // the numbers of the terms of a stem
    this.stemOf = new Map();
    this.matches = new Map();
  }

  /** Read all texts, in steps that the caller may spread over time. */
  *prepare() {
    for (const [number, doc] of this.docs.entries()) {
      if (!doc.location.includes("#")) this.pages.push({ doc: number, docs: [], length: 0 });
      doc.page = this.pages.length - 1;
      const page = this.pages[doc.page];
      page.docs.push(number);
      doc.titleLength = this.read(number, doc.name ? `${doc.title} · ${doc.name}` : doc.title, 0);
      doc.length = this.read(number, doc.text, doc.titleLength + GAP);
      page.length += doc.length;
      yield;
    }
    const mean = (all) => all.reduce((sum, one) => sum + one.length, 0) / Math.max(all.length, 1) || 1;
    this.docLength = mean(this.docs);
    this.pageLength = mean(this.pages);
    this.readStems(this.data.stems);
    this.data = null;
    yield;
    this.cores = this.terms.map((term) => (IS_ARABIC.test(term) ? bare(term) : term));
    this.frames = this.terms.map((term) => (IS_ARABIC.test(term) ? bones(term) : ""));
  }

  read(doc, text, from) {
    let length = 0;
    for (const { term, at } of words(text)) {
      let number = this.numbers.get(term);
      if (number === undefined) {
        number = this.terms.push(term) - 1;
        this.numbers.set(term, number);
        this.places.push([]);
      }
      this.places[number].push(doc, from + at);
      length = at + 1;
    }
    return length;
  }

  readStems(stems) {
    const known = this.terms.filter((term) => LETTERS.test(term) && !IS_DENSE.test(term)).sort();
    if (stems?.cuts.length !== 2 * known.length) return; // made from other words than ours: better none
    for (const [i, term] of known.entries()) {
      const [first, last] = [stems.cuts[2 * i], stems.cuts[2 * i + 1]].map((digit) => Number.parseInt(digit, 36));
      const stem = Object.hasOwn(stems.others, term) ? stems.others[term] : term.slice(first, term.length - last);
      this.stemOf.set(term, stem);
      const numbers = this.stems.get(stem);
      if (numbers) numbers.push(this.numbers.get(term));
      else this.stems.set(stem, [this.numbers.get(term)]);
    }
  }
}
