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

  const dashed = (frame) => ({ type: "path", path: rounded(frame), line: { color: "var(--map-frame)", width: 1.3, dash: "4px,4px" } });

  // The shapes a map is drawn of: the counties', or those of one county's townships, which come on their own, once a county.
  function arrangement(data, kept, towns) {
    const found = data.county ? (towns?.county === data.county ? towns.arrangements : null) : kept.shapes;
    return found && found[matchMedia("(max-width: 760px)").matches ? "tall" : "wide"];
  }

  function scaled(name, { width, height }) {
    const box = document.getElementById(name)?.getBoundingClientRect();
    return box?.width ? Math.min(box.width / width, box.height / height) : 1;
  }

  function layout(template, { width, height, frames }) {
    const axis = { visible: false, fixedrange: true, constrain: "domain" };
    const [left, top] = frames[1] ?? [];
    const lens = { text: "城区放大", showarrow: false, xanchor: "left", yanchor: "top", font: { size: 12, color: "var(--ink-3)" } };
    return {
      template,
      margin: { l: 1, r: 1, t: 1, b: 1 },
      hovermode: "closest",
      xaxis: { ...axis, range: [-2, width] },
      yaxis: { ...axis, range: [height, -2], scaleanchor: "x" },
      shapes: frames.map(dashed),
      annotations: frames.length ? [{ ...lens, x: left + 5, y: top + 4 }] : [],
    };
  }

  // The lens's own ground, which covers what of the map lies under it.
  function glass(frames) {
    const [left, top, right, bottom] = frames[1] ?? [0, 0, 0, 0];
    return {
      type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip", line: { width: 0 }, fillcolor: "var(--surface)",
      x: [left, right, right, left, left], y: [top, top, bottom, bottom, top],
    };
  }

  // Of labels that would lie on one another the one with more room stays; the others are read on hovering and in the table.
  function apart(codes, { labels, rooms }, counties, step) {
    if (!rooms) return codes;
    const kept = [];
    const taken = [];
    for (const code of [...codes].sort((one, other) => rooms[other] - rooms[one])) {
      const [x, y] = labels[code];
      const letters = Math.max(counties[code].name.length, 0.6 * counties[code].label.length);
      const [half, high] = [0.46 * letters * step, 1.05 * step];
      if (taken.some(([ox, oy, oh, ov]) => Math.abs(x - ox) < half + oh && Math.abs(y - oy) < high + ov)) continue;
      taken.push([x, y, half, high]);
      kept.push(code);
    }
    return kept;
  }

  function map(data, view, kept, towns) {
    const arranged = data && kept && arrangement(data, kept, towns);
    if (!arranged) return none();
    const { template, map: name = "overview-map" } = kept;
    const { pieces, labels, frames } = arranged;
    const scale = scaled(name, arranged);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const size = Math.max(12, Math.min((data.county ? 13 : 16) * rem, 14 * scale)) / rem;
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
      line: { color: frames.length && piece.part === "around" ? "var(--surface)" : "var(--map-outline)", width: 1.3, simplify: false, ...(data.county && { dash: "4px,3px" }) },
      hoveron: "fills",
      text: data.counties[piece.code]?.hover ?? "",
      hoverinfo: piece.part === "around" ? "skip" : "text",
    });
    const line = (at, width_) => ({ type: "scatter", mode: "lines", ...at, line: { color: "var(--ink)", width: width_, simplify: false }, hoverinfo: "skip" });
    const main = pieces.filter((piece) => piece.part === "main" || !frames.length);
    const near = pieces.filter((piece) => !main.includes(piece));
    const codes = apart(Object.keys(labels).filter((code) => data.counties[code]), arranged, data.counties, (size * rem) / scale);
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
      glass(frames),
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
    const box = document.getElementById(name)?.closest(".map-box");
    box?.setAttribute("aria-label", `${data.county ? "乡镇" : "县区"}地图：${data.finding}。同样的数字在表格中。`);
    return painter()({ data: traces, layout: layout(template, arranged) });
  }

  // Asks for a county's townships where the page hasn't them yet.
  const county = (data, towns) => (data?.county && data.county !== towns?.county ? data.county : none());

  const SYMBOLS = { running: "circle", building: "diamond", planned: "circle-open", closed: "x-thin-open" };

  // How wide a mark is drawn, in pixels.
  const width = ({ count }) => (count > 1 ? Math.min(30, 17 + 1.7 * Math.sqrt(count)) : 9);

  function inside([x, y], rings) {
    let odd = false;
    for (const [xs, ys] of rings) {
      for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
        if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) odd = !odd;
      }
    }
    return odd;
  }

  // Steps away from a name's own place, the nearest first.
  const steps = Array.from({ length: 29 }, (_, at) => at - 14);
  const AROUND = steps.flatMap((right) => steps.map((down) => [right, down, Math.hypot(right, down)])).sort((one, other) => one[2] - other[2]);

  // Where each name covers least: of the places in its own shape the one with the fewest marks under it, the nearest to its own.
  function clear(codes, { labels, pieces, frames, width: edge }, named, marks, step) {
    const taken = [];
    return codes.map((code) => {
      const own = pieces.filter((piece) => piece.code === code);
      const rings = (own.find((piece) => piece.part === "lens" && frames.length) ?? own[0])?.rings ?? [];
      const [x, y] = labels[code];
      const half = 0.52 * named[code].name.length * step;
      const high = 0.62 * step;
      let best = [x, y, Infinity];
      for (const [right, down, far] of AROUND) {
        if (far > best[2]) break;
        const [atX, atY] = [x + 0.4 * right * step, y + 0.4 * down * step];
        if (far && (!inside([atX, atY], rings) || atX - half < 0 || atX + half > edge)) continue;
        const corners = [-0.8, 0.8].flatMap((side) => [-0.8, 0.8].map((up) => [atX + side * half, atY + up * high]));
        let cost = 15 * corners.filter((corner) => !inside(corner, rings)).length + far;
        for (const [mx, my, r, v = r] of [...marks, ...taken]) {
          const [wide, tall] = [half + r - Math.abs(mx - atX), high + v - Math.abs(my - atY)];
          if (wide > 0 && tall > 0) cost += 40 + (30 * Math.min(wide, tall)) / step;
        }
        if (cost < best[2]) best = [atX, atY, cost];
      }
      taken.push([best[0], best[1], half, high]);
      return best;
    });
  }

  // Public places: single ones by state, close ones as a circle with their number, on shapes without any figure.
  function points(data, view, kept, towns) {
    const arranged = data && kept && arrangement(data, kept, towns);
    if (!arranged) return none();
    const { template, points: name } = kept;
    const { pieces, labels, frames, grounded } = arranged;
    const at = ({ at: [lon, lat], urban }) => {
      const [a, b, c, d] = (urban && grounded.lens) || grounded.main;
      return [a * lon + b, c * lat + d];
    };
    const shape = (piece) => ({
      type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip", fillcolor: "var(--sunken)",
      x: joined(piece.rings, 0), y: joined(piece.rings, 1),
      line: { color: "var(--line-strong)", width: 1, simplify: false, ...(data.county && { dash: "4px,3px" }) },
    });
    const named = Object.fromEntries(Object.keys(labels).map((code) => [code, { name: data.names[code] ?? "", label: "" }]));
    const scale = scaled(name, arranged);
    const codes = apart(Object.keys(labels), arranged, named, 12 / scale);
    const spots = clear(codes, arranged, named, data.marks.map((mark) => [...at(mark), width(mark) / 2 / scale]), 12 / scale);
    const ground = "0 0 3px var(--sunken)";
    const names = {
      type: "scatter", mode: "text", hoverinfo: "skip", cliponaxis: false,
      x: spots.map(([x]) => x), y: spots.map(([, y]) => y),
      text: codes.map((code) => named[code].name), textfont: { size: 12, color: "var(--ink-2)", shadow: [ground, ground, ground].join(",") },
    };
    const marks = (some, more) => ({
      type: "scatter", cliponaxis: false, hoverinfo: "text",
      x: some.map((mark) => at(mark)[0]), y: some.map((mark) => at(mark)[1]),
      hovertext: some.map((mark) => mark.hover), customdata: some.map((mark) => mark.go),
      ...more,
    });
    const many = data.marks.filter((mark) => mark.count > 1);
    const single = data.marks.filter((mark) => mark.count === 1);
    const main = pieces.filter((piece) => piece.part === "main" || !frames.length);
    const box = document.getElementById(name)?.closest(".map-box");
    box?.setAttribute("aria-label", `点位图：${data.finding}。同样的场所在表格中。`);
    return painter()({
      data: [
        ...main.map(shape),
        glass(frames),
        ...pieces.filter((piece) => !main.includes(piece)).map(shape),
        { type: "scatter", mode: "lines", ...outline(pieces, data.selected), line: { color: "var(--ink)", width: 2, simplify: false }, hoverinfo: "skip" },
        marks(single, {
          mode: "markers",
          marker: {
            size: 9,
            symbol: single.map((mark) => SYMBOLS[mark.state]),
            color: single.map((mark) => (mark.state === "closed" ? "var(--ink-3)" : "var(--accent)")),
            line: { width: single.map((mark) => (mark.state === "closed" || mark.state === "planned" ? 1.6 : 1)), color: single.map((mark) => (mark.state === "closed" ? "var(--ink-3)" : mark.state === "planned" ? "var(--accent)" : "var(--surface)")) },
          },
        }),
        marks(many, {
          mode: "markers+text",
          text: many.map((mark) => String(mark.count)),
          textfont: { size: 12, color: "var(--on-accent)" },
          marker: { size: many.map(width), color: "var(--accent)", opacity: 0.92, line: { width: 1, color: "var(--surface)" } },
        }),
        names,
      ],
      layout: layout(template, arranged),
    });
  }

  function open(event) {
    const code = event?.points?.[0]?.customdata;
    if (code) window.cockpit.go(`region=${code}`);
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

  // Paper has its own measure: charts take it on while they are printed, those that the screen hides too.
  function paper(plot) {
    const box = plot.closest(".map-box");
    const tall = box?.parentElement.closest(".pan")?.querySelector(".schematic");
    return { width: 640, height: box ? (tall ? 440 : 320) : 210, autosize: false };
  }
  for (const [moment, size] of [["beforeprint", paper], ["afterprint", () => ({ width: null, height: null, autosize: true })]]) {
    addEventListener(moment, () => {
      for (const plot of document.querySelectorAll(":is(.map-box, .trend-box) .js-plotly-plot")) window.Plotly.relayout(plot, size(plot));
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    charts: {
      map,
      trend: (figure) => (figure ? painter()(figure) : none()),
      county,
      points,
      open,
      choose,
      pick,
      hover: (event) => light(codeAt(event)),
    },
  });
})();
