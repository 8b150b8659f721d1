/* What has to run before the page is painted or the theme starts. It stands in a file of its own, because the
   pages' policy lets no script run that is written into a page. The theme knows its functions by these names. */
(() => {
  "use strict";

  const { src, dataset } = document.currentScript;
  const scope = dataset.scope ? new URL(dataset.scope, location) : new URL("../..", src);

  const get = (name, storage = localStorage, base = scope) => JSON.parse(storage.getItem(`${base.pathname}.${name}`));
  const set = (name, value, storage, base = scope) => {
    try { (storage ?? localStorage).setItem(`${base.pathname}.${name}`, JSON.stringify(value)); } catch { /* not allowed: forgotten after this page */ }
  };
  const hash = (text) => [...text].reduce((sum, character) => (sum << 5) - sum + character.charCodeAt(0), 0);
  Object.assign(window, { __md_scope: scope, __md_get: get, __md_set: set, __md_hash: hash });
  const root = document.documentElement;
  root.setAttribute("data-platform", navigator.platform);

  /* The theme's script says so later, when each element of the page has to be styled anew for it. */
  const has = (script) => {
    for (const name of ["js", "js-focus-visible"]) root.classList.toggle(name, script);
    root.classList.toggle("no-js", !script);
  };
  has(true);
  addEventListener("error", ({ target }) => { if (target.src?.includes("/bundle.")) has(false); }, true);

  const kept = (name, storage) => {
    try { return get(name, storage); } catch { return null; }
  };

  /* Light or dark: what the reader chose here before, else what their system says. The theme does this, too, but later,
     and styles each element of the page four times for it; so it does not get to see the form. */
  const DARK = matchMedia("(prefers-color-scheme: dark)");
  const AUTOMATIC = "(prefers-color-scheme)";

  const startPalette = (form) => {
    form.removeAttribute("data-md-component");
    const inputs = [...form.querySelectorAll("input")];
    const bars = [...document.querySelectorAll("meta[name=theme-color]")];
    const [light, dark] = bars.map((bar) => bar.content);
    const choice = (input) => {
      const { mdColorMedia: media, mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = input.dataset;
      return { index: inputs.indexOf(input), color: { media, scheme, primary, accent } };
    };
    let chosen = kept("__palette");

    const show = () => {
      const fits = ({ dataset }) => matchMedia(dataset.mdColorMedia).matches;
      const input = inputs.find((_, index) => index === chosen?.index) || inputs.find(fits) || inputs[0];
      for (const other of inputs) {
        if (other.nextElementSibling?.matches("label")) other.nextElementSibling.hidden = other !== input;
      }
      const { color } = choice(input);
      const bySystem = color.media === AUTOMATIC && inputs.find((other) => other !== input && fits(other));
      const painted = { ...(bySystem ? choice(bySystem).color : color), media: color.media };
      for (const [name, value] of Object.entries(painted)) document.body.setAttribute(`data-md-color-${name}`, value);
      for (const bar of bars) bar.content = painted.scheme === "slate" ? dark : light;
    };

    /* All changes at once: nothing fades while this attribute is there. */
    const change = () => {
      document.body.setAttribute("data-md-color-switching", "");
      show();
      setTimeout(() => document.body.removeAttribute("data-md-color-switching"), 50);
    };
    form.addEventListener("change", ({ target }) => {
      chosen = choice(target);
      set("__palette", chosen);
      change();
    });
    form.addEventListener("keydown", ({ key, target }) => {
      if (key !== "Enter") return;
      const next = inputs[(inputs.indexOf(target) + 1) % inputs.length];
      next.click();
      next.focus();
    });
    DARK.addEventListener("change", change);
    show();
  };

  /* As soon as the form is whole: browsers paint only after that. */
  const look = () => {
    const form = document.querySelector("form[data-md-component=palette]");
    const isWhole = form?.nextSibling;
    if (!isWhole && document.readyState === "loading") return;
    watcher.disconnect();
    if (form) startPalette(form);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
  document.addEventListener("readystatechange", look, { once: true });

  /* Tabs: those of the same name stay chosen, and a link can lead to one. */
  const chooseTabs = () => {
    const names = kept("__tabs");
    for (const label of document.querySelectorAll(".tabbed-set .tabbed-labels label")) {
      const input = document.getElementById(label.htmlFor);
      if (input && Array.isArray(names) && names.includes(label.innerText.trim())) input.checked = true;
    }
    const target = document.getElementById(location.hash.slice(1));
    if (target?.name?.startsWith?.("__tabbed_")) target.checked = true;
  };

  const hideReadAnnouncement = () => {
    const banner = document.querySelector("[data-md-component=announce]");
    const words = banner?.querySelector(".md-typeset");
    if (words && hash(words.innerHTML) === kept("__announce")) banner.hidden = true;
  };

  const showOutdated = () => {
    const note = document.querySelector("[data-md-component=outdated]");
    if (note && kept("__outdated", sessionStorage) === true) note.hidden = false;
  };

  const askConsent = () => {
    const form = document.forms.consent;
    const box = document.querySelector("[data-md-component=consent]");
    if (!form || !box) return;
    const given = kept("__consent");
    const boxes = [...form.elements].filter((input) => input.name);
    for (const input of given ? boxes : []) input.checked = Boolean(given[input.name]);
    if (!given && location.protocol !== "file:") setTimeout(() => { box.hidden = false; }, 250);
    const answer = (event) => {
      event.preventDefault();
      if (event.type === "reset") for (const input of boxes) input.checked = false;
      set("__consent", Object.fromEntries([...new FormData(form).keys()].map((name) => [name, true])));
      location.hash = "";
      location.reload();
    };
    for (const name of ["submit", "reset"]) form.addEventListener(name, answer);
  };

  /* The theme takes a feed for the same site in another language, and reads the map of all pages for each. */
  const hideFeeds = () => {
    const feeds = document.querySelectorAll("link[rel=alternate][type]");
    const call = (rel) => { for (const feed of feeds) feed.rel = rel; };
    call("alternate feed");
    addEventListener("load", () => call("alternate"), { once: true });
  };

  /* The page is whole, and the theme's own script has not run yet. */
  document.addEventListener("readystatechange", () => {
    for (const act of [hideFeeds, chooseTabs, hideReadAnnouncement, showOutdated, askConsent]) act();
  }, { once: true });
})();
