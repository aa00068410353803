/* A list of records: its filters and its order stand in the address; the grid asks anew when what is asked for has changed. */
(() => {
  "use strict";
  const GRID = "records-grid";
  const ESCAPES = [["%", "%25"], ["|", "%7C"], ["~", "%7E"]];
  const root = () => document.getElementById("page-records");
  const query = () => new URLSearchParams(location.search);
  const held = (text) => ESCAPES.reduce((found, [plain, code]) => found.replaceAll(plain, code), text);
  const plain = (text) => ESCAPES.toReversed().reduce((found, [letter, code]) => found.replaceAll(code, letter), text);
  let asked = null;

  const field = (set, more = "") => set.querySelector(`input[id="records-where-${set.dataset.field}${more}"]`);
  const choices = (set, kind) => [...set.querySelectorAll(`.choices${kind} button`)];
  const chosen = (set, kind) => choices(set, kind).filter((one) => one.ariaPressed === "true").map((one) => one.dataset.value);
  const choose = (set, kind, values) => {
    for (const one of choices(set, kind)) one.ariaPressed = String(values.includes(one.dataset.value));
  };

  function piece(set) {
    const name = set.dataset.field;
    const [there] = chosen(set, ".there");
    if (there) return `${name}.${there}`;
    if (set.dataset.kind === "in") {
      const values = chosen(set, ":not(.there)").map(held);
      return values.length ? `${name}.in.${values.join("|")}` : "";
    }
    if (set.dataset.kind === "between") {
      const [low, high] = ["-from", "-to"].map((end) => field(set, end).value.trim());
      return low || high ? `${name}.between.${low}..${high}` : "";
    }
    const text = field(set).value.trim();
    return text ? `${name}.contains.${held(text)}` : "";
  }

  function fill() {
    const wanted = Object.fromEntries((query().get("filter") ?? "").split("~").filter(Boolean).map((one) => {
      const [name, operator, ...rest] = one.split(".");
      return [name, { operator, value: rest.join(".") }];
    }));
    const set = (name, value) => window.dash_clientside.set_props(`records-where-${name}`, { value });
    for (const one of document.querySelectorAll("#records-filter [data-field]")) {
      const { operator, value } = wanted[one.dataset.field] ?? {};
      const name = one.dataset.field;
      choose(one, ".there", [operator]);
      if (one.dataset.kind === "in") choose(one, ":not(.there)", operator === "in" ? value.split("|").map(plain) : []);
      else if (one.dataset.kind === "contains") set(name, operator === "contains" ? plain(value) : "");
      else {
        const [low, high] = operator === "between" ? value.split("..") : ["", ""];
        set(`${name}-from`, low);
        set(`${name}-to`, high ?? "");
      }
    }
  }

  function links() {
    for (const link of document.querySelectorAll("#page-records [data-download]")) {
      const kept = new URLSearchParams([...query()].filter(([name]) => ["region", "period", "filter", "sort"].includes(name)));
      link.href = link.dataset.download + (kept.size ? `?${kept}` : "");
    }
  }

  const order = (model) => model.map((one) => (one.sort === "desc" ? "-" : "") + one.colId).join(",");

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    records: {
      async look(search, hidden) {
        const none = window.dash_clientside.no_update;
        if (!root()) return none;
        const given = new URLSearchParams(search);
        const list = root().dataset.list;
        const rows = JSON.stringify([list, given.get("region"), given.get("period"), given.get("filter"), given.get("again")]);
        const before = asked;
        asked = { list, rows };
        links();
        const grid = await window.dash_ag_grid.getApiAsync(GRID);
        const upper = ["county", "township", "village"];
        if (hidden) {
          grid.setColumnsVisible(upper.filter((name) => hidden.includes(name)), false);
          grid.setColumnsVisible(upper.filter((name) => !hidden.includes(name)), true);
          for (const set of document.querySelectorAll("#records-filter .place")) set.hidden = hidden.includes(set.dataset.field);
        }
        if (before?.list !== list) return none;
        const wanted = given.get("sort") ?? root().dataset.order;
        const shown = grid.getColumnState().filter((one) => one.sort).sort((one, other) => one.sortIndex - other.sortIndex);
        if (order(shown) !== wanted) {
          const state = wanted.split(",").filter(Boolean).map((name, sortIndex) => ({
            colId: name.replace(/^-/, ""), sort: name.startsWith("-") ? "desc" : "asc", sortIndex,
          }));
          grid.applyColumnState({ state, defaultState: { sort: null } });
        }
        if (before.rows !== rows) {
          fill();
          grid.purgeInfiniteCache();
        }
        return none;
      },
      // The order is chosen in the grid: the address follows it, and nobody is asked a second time.
      sorted(request) {
        const changed = query();
        const text = order(request?.sortModel ?? []);
        if (text && text !== root()?.dataset.order) changed.set("sort", text);
        else changed.delete("sort");
        const search = changed.toString().replaceAll("%2F", "/");
        if (root() && search !== location.search.slice(1)) history.replaceState({}, "", location.pathname + (search ? `?${search}` : ""));
        links();
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("#records-filter .choices button");
    if (!choice) return;
    const on = choice.ariaPressed !== "true";
    if (choice.closest(".there")) choose(choice.closest("[data-field]"), ".there", []); // one of both, or neither
    choice.ariaPressed = String(on);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "records-filter") return;
    event.preventDefault();
    const pieces = [...event.target.querySelectorAll("[data-field]")].map(piece).filter(Boolean);
    event.target.closest("details").open = false;
    window.cockpit.go(`filter=${encodeURIComponent(pieces.join("~"))}`);
  });
})();
