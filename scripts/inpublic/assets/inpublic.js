/* What the site does with JavaScript. Without it everything is there to read; this adds comfort. */
(() => {
  "use strict";

  /* The texts, in the language of the site: they are put here when the site is made. */
  const WORDS = {};
  const say = (key, values = {}) => (WORDS[key] || key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  const element = (name, properties, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };

  /* The portfolio: show what carries the chosen tag and level; the choice stands in the address. */
  const startFilter = (box) => {
    const cards = $$(".ip-card, .ip-rows > li", box.parentElement);
    const lists = $$(".ip-rows", box.parentElement);
    const years = $$("section", box.parentElement);
    const chips = $$("[data-tag], [data-level]", box);
    const status = box.querySelector("[role=status]");
    const count = box.querySelector("[data-filter-count]");

    const chosen = () => {
      const query = new URLSearchParams(location.search);
      return { tag: query.get("tag") || "", level: query.get("level") || "" };
    };

    const nameOf = (kind, value) => {
      const chip = chips.find((item) => item.dataset[kind] === value);
      return chip ? chip.firstChild.textContent.trim() : value;
    };

    /* Rows say their tags as people do, each in its own spelling. */
    const plain = (name) => name.normalize("NFKC").toLowerCase().replace(/[\s_-]+/g, " ").trim();
    const carries = ({ dataset, children }, tag) => dataset.tags === undefined
      ? children[1].textContent.split(", ").map(plain).includes(plain(nameOf("tag", tag)))
      : dataset.tags.split(" ").includes(tag);

    const show = () => {
      const { tag, level } = chosen();
      for (const card of cards) {
        card.hidden = Boolean((tag && !carries(card, tag)) || (level && card.dataset.level !== level));
      }
      for (const list of lists) {
        const rows = list.querySelectorAll("li:not([hidden])").length;
        list.style.setProperty("--n", rows);
        list.hidden = !rows;
      }
      for (const year of years) year.hidden = !year.querySelector("ul:not([hidden])");
      for (const chip of chips) {
        const on = chip.dataset.tag ? chip.dataset.tag === tag : chip.dataset.level === level;
        on ? chip.setAttribute("aria-current", "true") : chip.removeAttribute("aria-current");
      }
      const left = cards.filter((card) => !card.hidden).length;
      const words = [level && nameOf("level", level), tag && nameOf("tag", tag)].filter(Boolean).join(", ");
      status.hidden = !words;
      count.textContent = words ? say("shown", { n: left, count: cards.length, names: words }) : "";
    };

    const choose = (changes) => {
      const query = new URLSearchParams(location.search);
      for (const [kind, value] of Object.entries(changes)) {
        value && query.get(kind) !== value ? query.set(kind, value) : query.delete(kind);
      }
      const text = query.toString();
      history.pushState(null, "", text ? `?${text}` : location.pathname);
      show();
    };

    box.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      if (link.dataset.tag) choose({ tag: link.dataset.tag });
      else if (link.dataset.level) choose({ level: link.dataset.level });
      else {
        choose({ tag: "", level: "" });
        chips[0].focus();
      }
    });
    addEventListener("popstate", show);
    if (location.search) show();
  };

  /* Addresses to copy. */
  const addCopyButton = (code) => {
    if (!navigator.clipboard) return;
    const button = element("button", { type: "button", className: "ip-copy" }, say("copy"));
    button.setAttribute("aria-label", say("copy_what", { what: code.dataset.copy }));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = say("copied");
      setTimeout(() => { button.textContent = say("copy"); }, 2000);
    });
    code.after(button);
  };

  /* Figures with scripts: loaded when asked for, in a frame that can reach nothing of this page. */
  const LOWEST = 40;
  const TALLEST = 2000;

  const frameOf = (url, label) => {
    const own = url.origin === location.origin;
    const frame = element("iframe", { src: url.href, title: label, height: 480, referrerPolicy: "no-referrer" });
    frame.setAttribute("sandbox", own ? "allow-scripts" : "allow-scripts allow-same-origin");
    addEventListener("message", (event) => {
      const wanted = event.source === frame.contentWindow && Number(event.data?.inpublicHeight);
      if (wanted >= LOWEST) frame.height = Math.min(Math.ceil(wanted), TALLEST);
    });
    return frame;
  };

  /* Other hosts are asked over https only, as the page's policy says. */
  const addressOf = (text) => {
    const url = new URL(text, location.href);
    if (url.protocol === "http:" && url.origin !== location.origin) url.protocol = "https:";
    return url;
  };

  const startFrame = (box) => {
    const url = addressOf(box.dataset.frame);
    if (!/^https?:$/.test(url.protocol)) return;
    const picture = box.querySelector("img");
    const what = box.dataset.label || say("figure");
    const label = picture?.alt || what[0].toUpperCase() + what.slice(1);
    const button = element("button", { type: "button", className: "ip-frame__load" }, say("load", { what }));
    const row = element("div", { className: "ip-frame__row" }, button);
    const hosts = (box.dataset.hosts || (url.origin === location.origin ? "" : url.host)).split(" ").join(", ");
    if (hosts) {
      row.append(element("span", { className: "ip-frame__note" }, say("hosts", { hosts })));
    }
    button.addEventListener("click", () => {
      const frame = frameOf(url, label);
      if (box.matches(".ip-demo")) frame.sandbox.add("allow-forms", "allow-popups", "allow-downloads");
      if (box.dataset.height) frame.height = Math.min(Number(box.dataset.height), TALLEST);
      frame.tabIndex = 0;
      row.remove();
      picture ? (picture.closest("a") || picture).replaceWith(frame) : box.prepend(frame);
      frame.focus({ preventScroll: true });
    });
    box.append(row);
  };

  /* Comments of giscus.app: a frame on click. No script of theirs runs here, so this does what it would do: it keeps
     the reader's session, which comes back in the address after signing in, follows the colours, and minds the height. */
  const startComments = (box) => {
    const [origin, key] = ["https://giscus.app", "giscus-session"];
    const here = new URL(location.href);
    let session = here.searchParams.get("giscus");
    const isBack = Boolean(session);
    if (isBack) {
      here.searchParams.delete("giscus");
      history.replaceState(null, "", here);
    }
    try { isBack ? localStorage.setItem(key, JSON.stringify(session)) : session = JSON.parse(localStorage.getItem(key)); } catch { /* not allowed: signed in for this page */ }
    here.hash = "";
    const theme = () => document.body.dataset.mdColorScheme === "slate" ? "dark" : "light";
    const open = () => {
      const url = new URL(box.dataset.giscus);
      url.search += `&${new URLSearchParams({ origin: here.href, theme: theme(), session: session || "" })}`;
      const frame = element("iframe", { src: url.href, title: box.dataset.title, height: 320, className: "ip-comments__frame" });
      new MutationObserver(() => frame.contentWindow?.postMessage({ giscus: { setConfig: { theme: theme() } } }, origin))
        .observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
      addEventListener("message", ({ source, data }) => {
        if (source !== frame.contentWindow || !data?.giscus) return;
        if (data.giscus.resizeHeight > 0) frame.height = Math.ceil(data.giscus.resizeHeight);
        if (data.giscus.signOut || (session && /Bad credentials|Invalid state|State has expired/.test(data.giscus.error))) {
          session = null;
          try { localStorage.removeItem(key); } catch { /* as above */ }
          frame.replaceWith(row);
        }
      });
      row.replaceWith(frame);
      frame.focus({ preventScroll: true });
    };
    const button = element("button", { type: "button", className: "ip-frame__load" }, box.dataset.load);
    const row = element("div", { className: "ip-frame__row" }, button, element("span", { className: "ip-frame__note" }, box.dataset.note));
    button.addEventListener("click", open);
    box.prepend(row);
  };

  /* Pictures on other hosts: asked for when the reader wants to see them, all of a page at once. */
  const showRemote = () => {
    for (const node of $$(".ip-remote")) {
      const { src, alt, title, width, height } = node.dataset;
      const picture = element("img", { src: addressOf(src).href, alt, referrerPolicy: "no-referrer" });
      if (title) picture.title = title;
      if (width) picture.style.width = /%$/.test(width) ? width : `${width}px`;
      if (height && !width) picture.style.height = `${height}px`;
      node.replaceWith(picture);
    }
  };

  const startRemote = (link) => {
    link.title = say("pictures");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showRemote();
    });
  };

  /* What scrolls sideways can be reached with the keyboard, for as long as it scrolls. */
  const NAMES = [["pre, code", "scrolls_code"], [".ip-table", "scrolls_table"], [".ip-math", "scrolls_formula"]];

  const scrolls = (node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;

  const mark = (node, on) => {
    if (on) {
      node.tabIndex = 0;
      node.setAttribute("role", "group");
      node.setAttribute("aria-label", say(NAMES.find(([selector]) => node.matches(selector))[1]));
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) node.removeAttribute(name);
    }
    node.toggleAttribute("data-scrolls", on);
  };

  /* All are measured before the first is changed, and then changed one by one when there is time: each is styled anew. */
  const watchScrolling = () => {
    const idle = window.requestIdleCallback ?? setTimeout;
    const waiting = new Map();
    const change = () => {
      const [first] = waiting;
      if (!first) return;
      waiting.delete(first[0]);
      mark(...first);
      idle(change);
    };
    const watcher = new ResizeObserver((entries) => {
      const isIdle = !waiting.size;
      for (const { target } of entries) {
        const on = scrolls(target);
        on === target.hasAttribute("data-scrolls") ? waiting.delete(target) : waiting.set(target, on);
      }
      if (isIdle && waiting.size) idle(change);
    });
    $$(".ip-table, .ip-math, .ip-out pre, .highlight pre > code, .ip-feed__address code").forEach((node) => watcher.observe(node));
  };

  /* Material gives each code block a landmark of its own, all without a name: they are none. */
  const unmarkLandmarks = () => {
    const unmark = () => $$("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
    new MutationObserver(unmark).observe(document.querySelector("article"), { childList: true, subtree: true });
    unmark();
  };

  /* Notebooks can be read without their code; whoever chose so finds it so on the next page, too. */
  const startCodeSwitch = (head) => {
    const article = head.closest("article");
    if (!article?.querySelector(".ip-in") || !article.querySelector(".ip-out, .ip-text")) return;
    const home = document.querySelector("a.md-logo");
    const key = `inpublic-code:${home ? new URL(home.href).pathname : "/"}`;
    const button = element("button", { type: "button", className: "ip-switch__button" });
    const show = (hidden) => {
      article.toggleAttribute("data-no-code", hidden);
      button.textContent = say(hidden ? "show_code" : "hide_code");
    };
    button.addEventListener("click", () => {
      const hidden = !article.hasAttribute("data-no-code");
      show(hidden);
      try { hidden ? localStorage.setItem(key, "hidden") : localStorage.removeItem(key); } catch { /* not allowed: the choice lasts for this page */ }
    });
    head.append(element("div", { className: "ip-switch" }, button));
    let kept = null;
    try { kept = localStorage.getItem(key); } catch { /* as above */ }
    show(kept === "hidden");
  };

  /* The table of results: sorted within each metric, where values are alike; empty cells stay last. */
  const startSorting = (table) => {
    const heads = $$("thead th", table);
    const valueOf = (row, place) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();
    const sort = (place, sign) => {
      const order = (one, other) => {
        const [a, b] = [valueOf(one, place), valueOf(other, place)];
        if (!a || !b) return !a - !b;
        return sign * (isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b);
      };
      for (const body of table.tBodies) body.append(...[...body.rows].slice(1).sort(order));
    };
    heads.forEach((head, place) => {
      const button = element("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(place, down ? -1 : 1);
      });
    });
  };

  unmarkLandmarks();
  $$("[data-filter]").forEach(startFilter);
  $$("[data-copy]").forEach(addCopyButton);
  $$(".ip-frame[data-frame]").forEach(startFrame);
  $$("[data-giscus]").forEach(startComments);
  $$("a.ip-remote").forEach(startRemote);
  $$("table[data-sort]").forEach(startSorting);
  $$(".ip-head").slice(0, 1).forEach(startCodeSwitch);
  watchScrolling();
})();
