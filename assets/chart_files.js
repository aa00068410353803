/* A chart as a file: drawn once more by the browser as it is shown, with its title above, and below who took it and when. The server is
   told first; what can't be told is not taken. */
(() => {
  "use strict";
  const KINDS = ["svg", "png"];
  const PAD = 16;
  const LINE = 26;
  const SHARP = 2; // pixels of the png to one on the screen

  function offer() {
    if (location.pathname === "/screen") return; // the wall hands nothing out
    for (const graph of document.querySelectorAll(".pan .js-plotly-plot")) {
      const panel = graph.closest(".pan");
      if (panel.querySelector(":scope > .chart-files")) continue;
      const box = document.createElement("div");
      box.className = "chart-files";
      box.append("存图 ");
      for (const kind of KINDS) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "link", textContent: kind });
        button.dataset.chart = kind;
        button.setAttribute("aria-label", `把这张图存为 ${kind}`);
        box.append(button, " ");
      }
      panel.append(box);
    }
  }

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  function said(node) {
    if (!node) return "";
    const copy = node.cloneNode(true);
    for (const one of copy.querySelectorAll("details, .heard")) one.remove();
    for (const one of copy.querySelectorAll("s")) one.replaceWith(" · ");
    return copy.textContent.replace(/\s+/g, " ").trim().replace(/( · ?)+$/, "");
  }

  const ruler = document.createElement("canvas").getContext("2d");

  // Broken between Chinese characters, never within a number or a word.
  function lines(text, width, font) {
    ruler.font = font;
    const out = [""];
    for (const piece of text.match(/[\d.,%+-]+[，。；、）]?|[A-Za-z]+|./gu) ?? []) {
      if (ruler.measureText(out.at(-1) + piece).width > width - 2 * PAD) out.push("");
      out[out.length - 1] += piece;
    }
    return out.filter((one) => one.trim());
  }

  async function drawn(panel, title) {
    const graph = panel.querySelector(".js-plotly-plot");
    const width = graph.clientWidth;
    const height = graph.clientHeight;
    const given = await window.Plotly.toImage(graph, { format: "svg", width, height });
    const inner = new DOMParser().parseFromString(decodeURIComponent(given.slice(given.indexOf(",") + 1)), "image/svg+xml").documentElement;
    const under = said(panel.querySelector(".measured") ?? panel.querySelector(".sub"));
    const head = lines(title, width, `18px ${token("--song")}`);
    const below = lines(under, width, `12px ${token("--sans")}`);
    const foot = [document.querySelector(".watermark")?.dataset.watermark ?? "", document.querySelector(".demo")?.textContent ?? ""];
    const top = PAD + head.length * LINE + below.length * 18 + 8;
    inner.setAttribute("y", top);
    const write = (words, y, size, colour, family) =>
      `<text x="${PAD}" y="${y}" font-size="${size}" fill="${colour}" font-family="${escaped(family)}">${escaped(words)}</text>`;
    const total = top + height + 28;
    const parts = [
      `<svg xmlns="${inner.namespaceURI}" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">`,
      `<rect width="${width}" height="${total}" fill="${token("--surface")}"/>`,
      ...head.map((words, place) => write(words, PAD + 18 + place * LINE, 18, token("--ink"), token("--song"))),
      ...below.map((words, place) => write(words, PAD + head.length * LINE + 12 + place * 18, 12, token("--ink-3"), token("--sans"))),
      new XMLSerializer().serializeToString(inner),
      write(`导出：${foot.filter(Boolean).join(" ")}`, total - 10, 12, token("--ink-3"), token("--sans")),
      "</svg>",
    ];
    return { svg: parts.join(""), width, height: total };
  }

  async function painted({ svg, width, height }) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * SHARP, height: height * SHARP });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  async function save(panel, kind) {
    const title = said(panel.querySelector("h2")) || document.title;
    const answer = await fetch(`/charts/taken?${new URLSearchParams({ title: title.slice(0, 100), kind })}`);
    if (answer.status !== 204) return;
    const picture = await drawn(panel, title);
    const blob = kind === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await painted(picture);
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${title.slice(0, 60)}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-chart]");
    if (!button) return;
    button.disabled = true;
    try {
      await save(button.closest(".pan"), button.dataset.chart);
    } finally {
      button.disabled = false;
    }
  });

  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 400);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
