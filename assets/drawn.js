/* Parts that travel as text (components/drawn.py): put where they belong, with focus and sideways scrolling kept. Their links lead on
   inside the page as Dash's own do; whatever carries data-press tells the page's store that it was pressed. */
(() => {
  "use strict";
  const REACHED = "a, button, summary, [tabindex]";
  const same = (one, other) => one.tagName === other.tagName && one.textContent === other.textContent && one.title === other.title;

  function put(box, text) {
    const held = box.contains(document.activeElement) ? document.activeElement : null;
    const before = [...box.querySelectorAll(REACHED)];
    const scrolled = [...box.querySelectorAll(".wide-box")].map((one) => one.scrollLeft);
    box.innerHTML = text;
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
