/* A page's state stands in its address. Whatever carries data-go changes it; back and forward bring it back; the server is asked
   through the page's store alone, so a step inside a page never lays the page out anew. */
(() => {
  "use strict";
  const ASK = "_dash-update-component";
  let path = location.pathname;

  const page = () => document.querySelector("[data-address]");
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function ask(more = "") {
    const root = page();
    if (root) set(root.dataset.address, { data: (location.search || "?") + more });
  }

  function go(changes) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of new URLSearchParams(changes)) value ? query.set(name, value) : query.delete(name);
    const search = query.toString().replaceAll("%2F", "/");
    if (search === location.search.slice(1)) return;
    history.pushState({}, "", location.pathname + (search ? `?${search}` : ""));
    ask();
  }
  window.cockpit = { go };

  // Dash's own router would lay the whole page out again when only the query changes: it hears of other pages only.
  function moved(event) {
    mark();
    for (const menu of menus()) menu.open = false;
    if (location.pathname === path && page()) {
      event.stopImmediatePropagation();
      ask();
    }
    path = location.pathname;
  }
  addEventListener("popstate", moved, true);
  addEventListener("_dashprivate_pushstate", moved, true);

  function mark() {
    for (const link of document.querySelectorAll(".nav .page")) {
      if (new URL(link.href).pathname === location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  const menus = () => document.querySelectorAll("details:is(.menu, .gathered)[open]");

  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
    const view = event.target.closest("[data-view]");
    if (view) {
      const panel = view.closest("[data-shows]");
      panel.dataset.shows = view.dataset.view;
      panel.querySelector(".on-table").setAttribute("aria-pressed", String(view.dataset.view === "table"));
      dispatchEvent(new Event("resize")); // a chart drawn while it was hidden has no size yet
    }
    const target = event.target.closest("[data-go]");
    if (target && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      for (const menu of menus()) menu.open = false;
      go(target.dataset.go);
    }
    if (event.target.closest("[data-again]")) ask(`&again=${Date.now()}`);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const open = menus()[0];
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else {
      const query = new URLSearchParams(location.search);
      const region = query.get("region");
      if (query.get("task")) go("task="); // a panel that is open closes first
      else if (region) go(`region=${{ 12: region.slice(0, 9), 9: region.slice(0, 6) }[region.length] ?? ""}`); // one level up
    }
  });

  // A session that ended under an open page leads to the form and back; what could not be read says so and can be tried again.
  const send = window.fetch;
  window.fetch = async (...given) => {
    const mine = String(given[0]?.url ?? given[0]).includes(ASK);
    let answer;
    try {
      answer = await send(...given);
    } catch (error) {
      if (mine && error.name !== "AbortError") {
        dispatchEvent(new Event("not-answered")); // what was typed is sent again: see returns.js
        trouble("连接中断", "显示的是之前的数据。");
      }
      throw error;
    }
    if (mine && answer.status === 401) {
      dispatchEvent(new Event("session-ended")); // what was typed is put by: see typed.js
      location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    } else if (mine && answer.status >= 400) {
      dispatchEvent(new Event("not-answered"));
      trouble("没读出来", (await answer.clone().text()).slice(0, 80));
    }
    return answer;
  };

  function trouble(what, why) {
    const root = page();
    if (!root?.dataset.trouble) return;
    const part = (type, props) => ({ namespace: "dash_html_components", type, props });
    const children = [part("B", { children: what }), part("Span", { children: why })];
    children.push(part("Button", { children: "重试", type: "button", className: "link", "data-again": "" }));
    set(root.dataset.trouble, { children: part("Div", { className: "trouble", children }) });
  }

  new MutationObserver((_, observer) => {
    if (!document.querySelector(".nav")) return;
    mark();
    observer.disconnect();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
