/* Boxes to be ticked: what is ticked inside [data-ticks] stands in the store it names, as a list; [data-tick-all] ticks them all. */
(() => {
  "use strict";
  const on = (box) => box.ariaChecked === "true";
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function keep(store) {
    const boxes = [...document.querySelectorAll(`[data-ticks="${store}"] [data-tick]`)];
    set(store, { data: boxes.filter(on).map((box) => box.dataset.tick) });
    for (const all of document.querySelectorAll(`[data-tick-all="${store}"]`)) all.ariaChecked = String(boxes.length > 0 && boxes.every(on));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    ticks: {
      // A list drawn anew has nothing ticked.
      async none() {
        await new Promise(requestAnimationFrame);
        for (const box of document.querySelectorAll("[data-tick], [data-tick-all]")) box.ariaChecked = "false";
        return [];
      },
      count: (values) => `已选 ${values?.length ?? 0} 件`,
    },
  });

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-tick], [data-tick-all]");
    if (!box) return;
    const now = String(!on(box));
    box.ariaChecked = now;
    const store = box.dataset.tickAll ?? box.closest("[data-ticks]").dataset.ticks;
    if (box.dataset.tickAll) for (const one of document.querySelectorAll(`[data-ticks="${store}"] [data-tick]`)) one.ariaChecked = now;
    keep(store);
  });
})();
