/* The administration: which part is shown and what of the log is looked for stand in the address. */
(() => {
  "use strict";
  const PARTS = ["accounts", "tokens", "sessions", "plan", "warnings", "settings", "audit"];
  const FIELDS = ["since", "until", "act", "who", "text"];
  const form = () => document.getElementById("admin-search");
  let asked = null;
  let shown = "";

  function fill(query) {
    for (const name of FIELDS) {
      const value = query.get(name) ?? "";
      if (name === "act") form().elements.act.value = value;
      else window.dash_clientside.set_props(`admin-search-${name}`, { value });
    }
    for (const link of document.querySelectorAll("[data-download]")) {
      const kept = new URLSearchParams(FIELDS.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
      link.href = link.dataset.download + (kept.size ? `?${kept}` : "");
    }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    admin: {
      part(search) {
        const query = new URLSearchParams(search);
        const part = PARTS.includes(query.get("part")) ? query.get("part") : PARTS[0];
        for (const tab of document.querySelectorAll("#admin-tabs [data-part]")) {
          tab.setAttribute("aria-current", tab.dataset.part === part ? "page" : "false");
        }
        fill(query);
        return part;
      },
      // A grid that loads as it is scrolled asks anew when what it is asked for has changed, and when its part is opened.
      async look(search) {
        const query = new URLSearchParams(search);
        const wanted = JSON.stringify(FIELDS.map((name) => query.get(name)));
        const opened = query.get("part") === "audit" && shown !== "audit";
        shown = query.get("part") ?? "";
        if (asked !== null && (opened || asked !== wanted)) {
          const grid = await window.dash_ag_grid.getApiAsync("admin-log");
          grid.purgeInfiniteCache();
        }
        asked = wanted;
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    window.cockpit.go(new URLSearchParams(new FormData(event.target)));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#admin-search-all")) window.cockpit.go(FIELDS.map((name) => `${name}=`).join("&"));
  });
})();
