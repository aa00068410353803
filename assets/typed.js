/* What a person has typed into a page is put by when the session ends under it, and put back after signing in: for the same account at
   the same address, in this tab, once. Passwords and files are never kept. */
(() => {
  "use strict";
  const SHELF = "typed";
  const FIELDS = "#content input, #content textarea, #content select";
  const NEVER = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
  const touched = new Map(); // id → the field, once a hand has changed it

  const account = () => document.querySelector(".me b")?.textContent ?? "";
  const address = () => location.pathname + "?" + new URLSearchParams(location.search);
  const tickable = (field) => field.type === "checkbox" || field.type === "radio";

  function shelf(change) {
    try {
      return change(sessionStorage);
    } catch {
      return null; // a browser that forbids storage keeps nothing
    }
  }

  for (const kind of ["input", "change"]) {
    document.addEventListener(
      kind,
      ({ target, isTrusted }) => {
        if (isTrusted && target.id && target.matches(FIELDS) && !NEVER.has(target.type)) touched.set(target.id, target);
      },
      true,
    );
  }

  addEventListener("session-ended", () => {
    const fields = {};
    for (const [id, field] of touched) if (field.isConnected) fields[id] = tickable(field) ? field.checked : field.value;
    if (account() && Object.keys(fields).length) {
      shelf((kept) => kept.setItem(SHELF, JSON.stringify({ account: account(), address: address(), fields })));
    }
  });

  // React hears of a value only when the browser's own setter has put it there.
  function fill(field, value) {
    if (tickable(field)) {
      if (field.checked !== value) field.click();
      return;
    }
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
    for (const kind of ["input", "change", "focusout"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    touched.set(field.id, field);
  }

  function putBack({ fields }) {
    for (const [id, value] of Object.entries(fields)) {
      const field = document.getElementById(id);
      if (!field?.matches(FIELDS) || NEVER.has(field.type)) continue;
      delete fields[id];
      fill(field, value);
    }
    return Object.keys(fields).length === 0;
  }

  // A page's fields come one after the other: each is filled when it is there, for as long as the page is open.
  const text = shelf((kept) => kept.getItem(SHELF));
  if (text === null) return;
  new MutationObserver((_, observer) => {
    if (!account()) return;
    const kept = JSON.parse(text);
    const mine = kept.account === account();
    observer.disconnect();
    if (mine && kept.address !== address()) return;
    shelf((all) => all.removeItem(SHELF));
    if (!mine || putBack(kept)) return;
    new MutationObserver((_, later) => {
      if (kept.address !== address() || putBack(kept)) later.disconnect();
    }).observe(document.documentElement, { childList: true, subtree: true });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
