/* The theme: put on <html> before anything is drawn, remembered in this browser, switched by #theme-switch.
   What depends on theme or width is told through the store `shell-view`. */
(() => {
  "use strict";
  const root = document.documentElement;
  const phone = matchMedia("(max-width: 760px)");
  root.lang = "zh-CN";
  root.dataset.theme = remembered() === "dark" ? "dark" : "light";

  function remembered() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // a browser that forbids storage starts light each time
    }
  }

  function tell() {
    if (document.getElementById("shell")) {
      window.dash_clientside.set_props("shell-view", {
        data: { theme: root.dataset.theme, phone: phone.matches, width: Math.round(innerWidth / 160) },
      });
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#theme-switch")) return;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // not remembered
    }
    tell();
  });

  let told = 0;
  addEventListener("resize", () => {
    clearTimeout(told);
    told = setTimeout(tell, 150);
  });
})();
