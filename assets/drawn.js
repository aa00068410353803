/* Parts that travel as text (components/drawn.py) or as components that Dash does not hold: put where they belong, with focus and sideways scrolling kept. Their links lead on
   inside the page as Dash's own do; whatever carries data-press tells the page's store that it was pressed. */
(() => {
  "use strict";
  const REACHED = "a, button, summary, [tabindex]";
  const same = (one, other) => one.tagName === other.tagName && one.textContent === other.textContent && one.title === other.title;

  const NAMES = { className: "class", htmlFor: "for", tabIndex: "tabindex", rowSpan: "rowspan", colSpan: "colspan" };

  /* A component as Dash sends it, as an element: texts as texts, a link only inside this site. */
  function made(part) {
    if (part === null || part === undefined) return [];
    if (Array.isArray(part)) return part.flatMap(made);
    if (typeof part !== "object") return [document.createTextNode(part)];
    const link = part.type === "Link";
    const element = document.createElement(link ? "a" : part.type.toLowerCase());
    if (link) element.dataset.to = "";
    for (const [name, value] of Object.entries(part.props)) {
      if (name === "children" || name === "n_clicks" || value === null || value === undefined || value === false) continue;
      if (name === "style") for (const [key, said] of Object.entries(value)) element.style.setProperty(key.startsWith("--") ? key : key.replace(/[A-Z]/g, "-$&").toLowerCase(), said);
      else if (name === "href" && !/^(?:\/(?!\/)|\?|#|$)/.test(value)) throw new TypeError(`a link that leads elsewhere: ${value}`);
      else if (!/^on/i.test(name)) element.setAttribute(NAMES[name] ?? name, value === true ? "" : value);
    }
    element.append(...made(part.props.children));
    return [element];
  }

  function put(box, parts) {
    const held = box.contains(document.activeElement) ? document.activeElement : null;
    const before = [...box.querySelectorAll(REACHED)];
    const scrolled = [...box.querySelectorAll(".wide-box")].map((one) => one.scrollLeft);
    if (typeof parts === "string") box.innerHTML = parts;
    else box.replaceChildren(...made(parts));
    box.dataset.filled = "";
    [...box.querySelectorAll(".wide-box")].forEach((one, at) => (one.scrollLeft = scrolled[at] ?? 0));
    if (!held) return;
    const after = [...box.querySelectorAll(REACHED)];
    (after.find((one) => same(one, held)) ?? after[before.indexOf(held)])?.focus({ preventScroll: true });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.drawn = {
    put(parts) {
      for (const [id, text] of Object.entries(parts ?? {})) {
        const box = document.getElementById(id);
        if (box) put(box, text);
      }
    },
    show(part, store) {
      const box = document.getElementById(store.replace(/-part$/, ""));
      if (box && part !== undefined) put(box, part);
    },
  };

  document.addEventListener("click", (event) => {
    const press = event.target.closest("[data-press]");
    if (press) {
      const store = document.querySelector("[data-pressed]")?.dataset.pressed;
      if (store) window.dash_clientside.set_props(store, { data: { what: press.dataset.press, at: Date.now() } });
      return;
    }
    const link = event.target.closest("a[data-to]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    scrollTo(0, 0);
  });
})();
