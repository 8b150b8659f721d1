/* The search, in a worker of its own. To the theme's script it speaks as the theme's worker does, but it reads the
   texts themselves in place of an index of words: there is nothing to build before the first result, parts of words
   are found, and so is Chinese, which writes no spaces. Large sites have two files: the titles come with the page,
   all else after the first key. */
(() => {
  "use strict";

  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  const FOLDER = new URL("../../search/", location);
  const LETTER = /[\p{L}\p{N}_]/u;
  const HAN = /\p{Script=Han}/u;
  const TITLE = 40;
  const HEADING = 6;
  const TEASER = 180;

  let pages = [];
  let more = "";
  let waits = false;
  let query = "";

  /* Lower case, letter for letter: a place in the one is the same place in the other. */
  const fold = (text) => {
    const small = text.toLowerCase();
    return small.length === text.length ? small : text;
  };

  const ENTITIES = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'", "#x27": "'" };
  const plain = (html) => html
    .replace(/<\/?(?:p|pre|li|ul|ol)\b[^>]*>/g, "\n")
    .replace(/<[^>]*>|\u200b/g, "")
    .replace(/&(lt|gt|quot|amp|#39|#x27);/g, (_, name) => ENTITIES[name]);
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const section = (address, title, text) => {
    const [words, body] = [plain(title), plain(text)];
    return { location: address, title: words, head: fold(words), text: body, body: fold(body) };
  };

  const setUp = ({ config, docs }) => {
    const found = new Map();
    for (const doc of docs) {
      const [path] = doc.location.split("#");
      if (!found.has(path)) found.set(path, []);
      found.get(path).push(section(doc.location, doc.title, doc.text));
    }
    pages = [...found.values()];
    more = config.more || "";
  };

  /* The texts of all pages; whoever stays with the titles is not asked to fetch them. */
  const fetchMore = async () => {
    waits = true;
    try {
      const answer = await fetch(new URL(more, FOLDER));
      if (!answer.ok) throw new Error(answer.statusText);
      const texts = await answer.json();
      more = "";
      pages = pages.map(([home, ...others]) => {
        const parts = texts[home.location];
        if (!parts) return [home, ...others];
        return parts.map(([id, title, text]) => section(id ? `${home.location}#${id}` : home.location, title || home.title, text));
      });
    } catch { /* no connection: the titles are searched, and the next key tries again */ }
    waits = false;
    reply();
  };

  /* Where a term stands. Short ones count at the beginning of a word only, else they stood everywhere. */
  function* places(text, term) {
    const anywhere = term.length > 2 || HAN.test(term);
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
      if (anywhere || !at || !LETTER.test(text[at - 1])) yield at;
    }
  }

  /* How well a text fits: a whole word, the beginning of one, a part of one; and a little for how often. Where
     Chinese words begin and end is not written. */
  const worth = (text, term) => {
    const whole = HAN.test(term);
    let best = 0;
    let count = 0;
    for (const at of places(text, term)) {
      const begins = whole || !at || !LETTER.test(text[at - 1]);
      const ends = whole || !LETTER.test(text[at + term.length] || " ");
      best = Math.max(best, begins ? (ends ? 4 : 2) : 1);
      count += 1;
      if (count > 7) break;
    }
    return best && best + Math.log2(count) / 2;
  };

  const termsOf = (text) => {
    const found = [...fold(text).matchAll(/"([^"]+)"|[^\s"]+/g)].map(([whole, phrase]) => (phrase || whole).trim());
    return [...new Set(found.filter(Boolean).flatMap(divided))];
  };

  /* A run of Chinese that stands nowhere as it is, is looked for in pairs. */
  const divided = (term) => {
    const signs = [...term];
    if (signs.length < 3 || !signs.every((sign) => HAN.test(sign))) return [term];
    if (pages.some((parts) => parts.some(({ head, body }) => head.includes(term) || body.includes(term)))) return [term];
    return signs.slice(1).map((sign, number) => signs[number] + sign);
  };

  const match = (parts, terms) => {
    const hits = parts.map((part, number) => terms.map((term) => {
      const title = worth(part.head, term);
      return (number ? HEADING : TITLE) * title + worth(part.body, term);
    }));
    const best = terms.map((_, number) => Math.max(...hits.map((values) => values[number])));
    return { parts, hits, best };
  };

  const search = (terms) => {
    const found = pages.map((parts) => match(parts, terms)).filter(({ best }) => best.some(Boolean));
    const weights = terms.map((_, number) => Math.log(1 + pages.length / (1 + found.filter(({ best }) => best[number]).length)));
    const sum = (values) => values.reduce((total, value, number) => total + value * weights[number], 0);
    for (const one of found) {
      one.count = one.best.filter(Boolean).length;
      one.score = sum(one.best);
      one.scores = one.hits.map(sum);
    }
    return found.sort((a, b) => b.count - a.count || b.score - a.score);
  };

  const marked = (text, small, terms) => {
    const spans = terms.flatMap((term) => [...places(small, term)].map((at) => [at, at + term.length]));
    spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let html = "";
    let end = 0;
    for (const [from, to] of spans) {
      if (from < end) continue;
      html += `${escaped(text.slice(end, from))}<mark>${escaped(text.slice(from, to))}</mark>`;
      end = to;
    }
    return html + escaped(text.slice(end));
  };

  /* Two lines around what was found, else the beginning. */
  const teaser = ({ text, body }, terms) => {
    const lines = [];
    let past = -1;
    for (const term of terms) {
      const { value } = places(body, term).next();
      if (value === undefined || lines.length > 1 || value < past) continue;
      const begin = body.lastIndexOf("\n", value) + 1;
      const next = body.indexOf("\n", value);
      past = next < 0 ? body.length : next;
      const near = Math.max(begin, value - TEASER / 3);
      const space = body.indexOf(" ", near) + 1;
      lines.push([near > begin && space && space <= value ? space : near, past]);
    }
    if (!lines.length) lines.push([0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n")]);
    return lines.map(([from, to]) => {
      const until = Math.min(to, from + TEASER);
      const words = marked(text.slice(from, until), body.slice(from, until), terms);
      return words && `<p>${words}${until < to ? "…" : ""}</p>`;
    }).join("");
  };

  const shown = ({ parts, hits, scores }, terms) => {
    const items = parts.map((part, number) => ({ part, score: scores[number], values: hits[number], home: !number }))
      .filter(({ score, home }) => score || home)
      .sort((a, b) => b.score - a.score);
    return items.map(({ part, score, values }) => ({
      location: part.location,
      title: marked(part.title, part.head, terms),
      text: score ? teaser(part, terms) : "",
      score,
      terms: score ? Object.fromEntries(terms.map((term, number) => [term, values[number] > 0])) : {},
    }));
  };

  const suggestion = (found, terms) => {
    const last = terms[terms.length - 1];
    const words = found.slice(0, 10).flatMap(({ parts }) => parts[0].head.match(/[\p{L}\p{N}_]+/gu) || []);
    return words.filter((word) => word.startsWith(last) && word !== last).slice(0, 1);
  };

  const reply = () => {
    const terms = termsOf(query);
    const found = terms.length ? search(terms) : [];
    if (!found.length && terms.length && waits) return;
    const items = found.map((one) => shown(one, terms));
    postMessage({ type: RESULT, data: { items, suggest: terms.length ? suggestion(found, terms) : [] } });
  };

  addEventListener("message", ({ data: { type, data } }) => {
    if (type === SETUP) {
      setUp(data);
      postMessage({ type: READY });
    } else if (type === QUERY) {
      query = data;
      if (more && !waits && query.trim()) fetchMore();
      reply();
    }
  });
})();
