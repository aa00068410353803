/* Charts name tokens; here they get the colours of the theme that is on. The map is put together from shapes sent once and a few
   words per county. One region under the pointer lights in map, ranking and table alike. */
(() => {
  "use strict";
  const TOKEN = /var\((--[a-z0-9-]+)\)/g;
  const none = () => window.dash_clientside.no_update;
  let drawn = null; // the map on screen: which county each trace is, where its outline for hovering stands

  function painter() {
    const style = getComputedStyle(document.documentElement);
    const rem = parseFloat(style.fontSize) / 16;
    const paint = (value, key) => {
      if (typeof value === "string") return value.replace(TOKEN, (_, name) => style.getPropertyValue(name).trim());
      if (typeof value === "number") return key === "size" ? value * rem : value;
      if (Array.isArray(value)) return value.map((one) => paint(one, key));
      if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, paint(one, name)]));
      }
      return value;
    };
    return paint;
  }

  const joined = (rings, axis) => rings.flatMap((ring) => [...ring[axis], null]);

  function outline(pieces, code) {
    const rings = pieces.filter((piece) => piece.code === code && piece.part !== "around").flatMap((piece) => piece.rings);
    return { x: joined(rings, 0), y: joined(rings, 1) };
  }

  function rounded([left, top, right, bottom], r = 4) {
    return `M${left + r},${top}L${right - r},${top}Q${right},${top} ${right},${top + r}L${right},${bottom - r}Q${right},${bottom} ${right - r},${bottom}L${left + r},${bottom}Q${left},${bottom} ${left},${bottom - r}L${left},${top + r}Q${left},${top} ${left + r},${top}Z`;
  }

  function map(data, view, kept) {
    if (!data || !kept) return none();
    const { shapes, template, map: name = "overview-map" } = kept;
    const phone = matchMedia("(max-width: 760px)").matches;
    const { width, height, pieces, labels, frames } = shapes[phone ? "tall" : "wide"];
    const box = document.getElementById(name)?.getBoundingClientRect();
    const scale = box?.width ? Math.min(box.width / width, box.height / height) : 1;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const size = Math.max(12, Math.min(16 * rem, 14 * scale)) / rem;
    const fill = (code) => (data.counties[code]?.class ? `var(--seq-${data.counties[code].class})` : "var(--map-none)");
    const ink = (code) => (data.counties[code]?.class ? `var(--seq-${data.counties[code].class}-ink)` : "var(--ink)");
    // A label wider than its district lies partly on its neighbour: a halo in its own ground keeps it readable.
    const halo = (ground) => [1, -1].flatMap((x) => [1, -1].map((y) => `${x}px ${y}px 2px ${ground}`)).join(",");
    const shape = (piece) => ({
      type: "scatter",
      mode: "lines",
      fill: "toself",
      x: joined(piece.rings, 0),
      y: joined(piece.rings, 1),
      fillcolor: piece.part === "around" ? "var(--map-none)" : fill(piece.code),
      line: { color: piece.part === "around" ? "var(--surface)" : "var(--map-outline)", width: 1.3, simplify: false },
      hoveron: "fills",
      text: data.counties[piece.code]?.hover ?? "",
      hoverinfo: piece.part === "around" ? "skip" : "text",
    });
    const line = (at, width_) => ({ type: "scatter", mode: "lines", ...at, line: { color: "var(--ink)", width: width_, simplify: false }, hoverinfo: "skip" });
    const [left, top, right, bottom] = frames[1];
    const ground = {
      type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip", line: { width: 0 }, fillcolor: "var(--surface)",
      x: [left, right, right, left, left], y: [top, top, bottom, bottom, top],
    };
    const main = pieces.filter((piece) => piece.part === "main");
    const near = pieces.filter((piece) => piece.part !== "main");
    const codes = Object.keys(labels).filter((code) => data.counties[code]);
    const text = {
      type: "scatter",
      mode: "text",
      x: codes.map((code) => labels[code][0]),
      y: codes.map((code) => labels[code][1]),
      text: codes.map((code) => `${data.counties[code].name}<br><b>${data.counties[code].label}</b>`),
      textfont: { size, color: codes.map(ink), shadow: codes.map((code) => halo(fill(code))) },
      hoverinfo: "skip",
      cliponaxis: false,
    };
    const traces = [
      ...main.map(shape),
      ground,
      ...near.map(shape),
      line(outline(pieces, data.selected), 2),
      line({ x: [], y: [] }, 1),
      text,
    ];
    drawn = {
      name,
      pieces,
      codes: [...main.map((piece) => piece.code), "", ...near.map((piece) => (piece.part === "lens" ? piece.code : ""))],
      hover: traces.length - 2,
    };
    document.querySelector(".map-box")?.setAttribute("aria-label", `县区地图：${data.finding}。同样的数字在表格中。`);
    const dashed = (frame) => ({ type: "path", path: rounded(frame), line: { color: "var(--map-frame)", width: 1.3, dash: "4px,4px" } });
    const axis = { visible: false, fixedrange: true, constrain: "domain" };
    return painter()({
      data: traces,
      layout: {
        template,
        margin: { l: 1, r: 1, t: 1, b: 1 },
        hovermode: "closest",
        xaxis: { ...axis, range: [-2, width] },
        yaxis: { ...axis, range: [height, -2], scaleanchor: "x" },
        shapes: frames.map(dashed),
        annotations: [
          { x: left + 5, y: top + 4, text: "城区放大", showarrow: false, xanchor: "left", yanchor: "top", font: { size: 12, color: "var(--ink-3)" } },
        ],
      },
    });
  }

  const codeAt = (event) => drawn?.codes[event?.points?.[0]?.curveNumber] || "";

  function choose(event) {
    const code = codeAt(event);
    if (code) window.cockpit.go(`region=${code}`);
  }

  // A click on a month of the trend goes there: its point carries the period.
  function pick(event) {
    const period = event?.points?.find((point) => point.customdata)?.customdata;
    if (period) window.cockpit.go(`period=${period}`);
  }

  let lit = "";
  function light(code) {
    if (code === lit) return;
    lit = code;
    for (const row of document.querySelectorAll("[data-hover]")) row.classList.toggle("hov", row.dataset.hover === code);
    const plot = drawn && document.querySelector(`#${drawn.name} .js-plotly-plot`);
    if (!plot) return;
    const { x, y } = code ? outline(drawn.pieces, code) : { x: [], y: [] };
    window.Plotly.restyle(plot, { x: [x], y: [y] }, [drawn.hover]);
  }

  document.addEventListener("mouseover", (event) => {
    if (event.target.closest(".map-box")) return; // Plotly says what it hovers
    light(event.target.closest("[data-hover]")?.dataset.hover ?? "");
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    charts: {
      map,
      trend: (figure) => (figure ? painter()(figure) : none()),
      choose,
      pick,
      hover: (event) => light(codeAt(event)),
    },
  });
})();
