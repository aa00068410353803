/* The wall's engine: holds the scenes the server has drawn, shows them in turn, asks every 5 s whether there is something new.
   No Dash and no framework: a scene is cloned from a template, faded in, and the one before is taken away, so nothing grows in days. */
(() => {
  "use strict";
  const POLL = 5e3, QUICK = 1500, PAUSE = 120e3, TICKER = 8e3, STALE = 45e3, MINUTE = 60e3, GONE = 60e3, DOTS = 16;
  const ZONE = "Asia/Shanghai";
  const WEEK = ["日", "一", "二", "三", "四", "五", "六"];
  const root = document.getElementById("page-screen");
  const $ = (name) => document.getElementById(`screen-${name}`);
  const asked = new URLSearchParams(location.search);
  const still = asked.has("still");
  const wide = matchMedia("(min-aspect-ratio: 26/10)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const times = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

  let ahead = 0; // what a test has moved the clock by
  let drift = 0; // server's clock minus this one's
  const now = () => Date.now() + drift + ahead;

  let shown = null; // the payload on the wall
  let waiting = null; // one that has come and is put up between scenes
  let mark = ""; // of the payload that is held, to ask whether it still is the one
  let kept = {}; // scenes' templates by id
  let at = 0; // place in the playlist
  let zoomed = ""; // a scene outside of the round, asked for from a phone
  let held = null; // what a presenter asks for
  let from = 0; // the place that stood when the presenter began
  let heard = 0; // when the server last answered
  let ended = false; // it has answered that this screen may not look
  let busy = false;
  let page = 0; // of the ticker
  let changes = 0, took = 0;
  const due = { scene: Infinity, tick: Infinity, poll: 0, clock: 0, resume: Infinity };
  let wake = 0;

  // --- time ------------------------------------------------------------------------------------------------------------------------

  function beat() {
    clearTimeout(wake);
    const moment = now();
    if (moment >= due.clock) clock(moment);
    if (moment >= due.poll) poll();
    if (moment >= due.resume) resume();
    if (moment >= due.scene) step(pace());
    if (moment >= due.tick) turn();
    stale(moment);
    const next = Math.min(...Object.values(due));
    wake = setTimeout(beat, Math.min(Math.max(next - now(), 50), POLL));
  }

  let today = "";
  function clock(moment) {
    $("clock").textContent = times.format(moment);
    due.clock = moment - (moment % MINUTE) + MINUTE;
    const day = days.format(moment);
    if (today && day !== today) due.poll = 0; // midnight: what was due yesterday is overdue today
    today = day;
  }

  function date() {
    const [year, month, day] = shown.day.split("-").map(Number);
    const week = WEEK[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
    $("date").textContent = `${year}年${month}月${day}日 星期${week}`;
  }

  // --- what is shown ---------------------------------------------------------------------------------------------------------------

  function template(text) {
    const made = document.createElement("template");
    made.innerHTML = text;
    return made;
  }

  function take(payload) {
    const first = shown === null;
    const before = shown?.playlist[at]?.scene;
    shown = payload;
    waiting = null;
    kept = {};
    for (const [id, scene] of Object.entries(payload.scenes)) kept[id] = template(scene.html);
    if (!payload.scenes[zoomed]) zoomed = "";
    const wanted = first ? asked.get("scene") : before;
    at = Math.max(0, payload.playlist.findIndex((slot) => slot.scene === wanted));
    $("demo").hidden = !payload.demonstration;
    $("approval").textContent = `审图号：${payload.approval || "待填"}`;
    $("ruler").replaceChildren(template(payload.ruler).content);
    $("foot").replaceChildren(template(payload.foot).content);
    date();
    titles();
  }

  /** The serif comes in cuts: those the titles need are fetched before they are shown. */
  function titles() {
    const text = Object.values(kept).flatMap((one) => [...one.content.querySelectorAll(".song")].map((title) => title.textContent)).join("");
    document.fonts?.load("600 32px 'Noto Serif SC'", text).catch(() => {});
  }

  const slots = () => {
    const list = shown.playlist;
    if (zoomed) return wide.matches && list.length ? [zoomed, list[at].scene] : [zoomed];
    if (!list.length) return [];
    const one = list[at].scene;
    return wide.matches && list.length > 1 ? [one, list[(at + 1) % list.length].scene] : [one];
  };

  function show(fade = true) {
    const began = performance.now();
    const ids = slots().filter((id) => kept[id]);
    const layer = document.createElement("div");
    layer.className = "layer";
    for (const id of ids) {
      const scene = kept[id].content.cloneNode(true);
      scene.firstElementChild.dataset.scene = id;
      layer.append(scene);
    }
    swap($("stage"), layer, "layer", fade);
    $("title").replaceChildren(...ids.flatMap((id) => [document.createElement("s"), shown.scenes[id].title]).slice(1));
    dots();
    page = 0;
    ticker(false);
    const list = shown.playlist;
    const seconds = list.length ? list[at].seconds : 30;
    due.scene = still || list.length < 2 || paused() ? Infinity : now() + seconds * 1000;
    changes += 1;
    took = performance.now() - began;
  }

  /** The new one over the old, which fades and goes. */
  function swap(box, fresh, kind, fade) {
    for (const one of [...box.children]) {
      if (!fade || calm.matches || !one.classList.contains(kind) || one.classList.contains("out")) one.remove();
    }
    const old = [...box.children];
    box.append(fresh);
    if (!old.length) return;
    fresh.classList.add("out");
    fresh.getBoundingClientRect();
    fresh.classList.remove("out");
    for (const one of old) {
      one.classList.add("out");
      setTimeout(() => one.remove(), 450);
    }
  }

  function dots() {
    const box = $("dots");
    const list = shown.playlist;
    if (list.length > DOTS) {
      box.textContent = `${at + 1} / ${list.length}`;
      return;
    }
    if (!box.firstElementChild) box.replaceChildren();
    while (box.children.length > list.length) box.lastChild.remove();
    while (box.children.length < list.length) {
      const dot = document.createElement("button");
      dot.type = "button";
      dot.tabIndex = -1;
      dot.dataset.at = box.children.length;
      box.append(dot);
    }
    const on = slots();
    list.forEach((slot, number) => {
      box.children[number].className = !zoomed && on.includes(slot.scene) ? "on" : "";
      box.children[number].ariaLabel = shown.scenes[slot.scene].title;
    });
  }

  const pace = () => (wide.matches ? 2 : 1); // scenes at a time
  const turned = (place) => {
    const count = shown.playlist.length || 1;
    return ((place % count) + count) % count;
  };

  function step(by) {
    if (!shown) return;
    if (anew()) return;
    const fresh = waiting !== null;
    if (fresh) take(waiting);
    at = turned(at + by);
    zoomed = "";
    show();
  }

  // --- the ticker ------------------------------------------------------------------------------------------------------------------

  function ticker(fade = true) {
    const box = $("tick");
    const own = slots().map((id) => shown.scenes[id].ticker).find((one) => one && !wide.matches);
    const { key, items, many: each = 2 } = own ?? shown.ticker;
    const many = wide.matches ? 2 * each : each;
    const pages = Math.max(1, Math.ceil(items.length / many));
    page %= pages;
    const from = page * many;
    const some = items.slice(from, from + many);
    let stand = box.querySelector(".pages");
    if (!stand || box.dataset.key !== key) {
      box.replaceChildren(template(`${key}<div class="pages"></div><span class="pg"></span>`).content);
      box.dataset.key = key;
      stand = box.querySelector(".pages");
    }
    const fresh = document.createElement("div");
    fresh.className = "page";
    for (let half = 0; half < some.length; half += each) {
      const box = document.createElement("div");
      box.className = "half";
      box.append(template(some.slice(half, half + each).join("")).content);
      fresh.append(box);
    }
    swap(stand, fresh, "page", fade);
    box.querySelector(".pg").textContent = pages > 1 ? `${from + 1}–${from + some.length} / ${items.length}` : "";
    due.tick = pages > 1 && !still ? now() + TICKER : Infinity;
  }

  function turn() {
    page += 1;
    ticker();
  }

  // --- stopping and going on -------------------------------------------------------------------------------------------------------

  const paused = () => due.resume !== Infinity || held !== null;

  function pause() {
    if (!shown || still || held) return;
    due.resume = now() + PAUSE;
    due.scene = Infinity;
    said("已停住，两分钟后继续");
    beat();
  }

  function resume() {
    due.resume = Infinity;
    said("");
    if (shown) step(pace());
  }

  function said(words) {
    $("held").textContent = words;
    $("held").hidden = !words;
  }

  addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || /^F\d/.test(event.key)) return;
    if (by && shown) step(by * pace());
    if (event.key === " " || by) event.preventDefault();
    if (event.key === "Escape" || (event.key === " " && due.resume !== Infinity)) return due.resume !== Infinity ? resume() : undefined;
    pause();
  });
  addEventListener("pointerdown", (event) => {
    const dot = event.target.closest("[data-at]");
    if (dot && shown) {
      at = Number(dot.dataset.at);
      zoomed = "";
      show();
    }
    pause();
  });
  let moved = null, hiding = 0;
  addEventListener("pointermove", (event) => {
    const place = `${event.screenX},${event.screenY}`;
    if (moved !== null && moved !== place) {
      root.classList.remove("idle");
      clearTimeout(hiding);
      hiding = setTimeout(() => root.classList.add("idle"), 4000);
      if (due.resume - now() < PAUSE - 1000 || due.resume === Infinity) pause();
    }
    moved = place;
  });
  wide.addEventListener("change", () => shown && show(false));

  // --- the server ------------------------------------------------------------------------------------------------------------------

  async function poll() {
    if (busy) return;
    busy = true;
    due.poll = now() + (ended ? GONE : held ? QUICK : POLL);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 10e3);
    try {
      const answer = await fetch(root.dataset.payload, {
        cache: "no-store",
        redirect: "error",
        headers: mark ? { "If-None-Match": mark } : {},
        signal: stop.signal,
      });
      if (answer.status === 401 || answer.status === 403) return refused();
      if ((answer.status === 400 || answer.status === 404) && !shown) return stopped("没有这个播放单，或写得不对");
      if (answer.status !== 200 && answer.status !== 304) throw new Error(`${answer.status}`);
      const told = Date.parse(answer.headers.get("Date") ?? "");
      if (told && Math.abs(told - (Date.now() + drift)) > 5e3) drift = told - Date.now();
      const payload = answer.status === 200 ? await answer.json() : null;
      heard = now();
      back();
      if (payload) {
        mark = answer.headers.get("Screen-Mark") ?? "";
        fresh(payload);
      }
      command(answer.headers.get("Screen-Hold"));
      code(answer.headers.get("Screen-Code"));
    } catch {
      lost();
    } finally {
      clearTimeout(late);
      busy = false;
    }
  }

  /** A new payload: at once where the wall is empty or its day has changed, else in place of the figures that stand, without a fade. */
  function fresh(payload) {
    const first = shown === null;
    if (!first && payload.version !== root.dataset.version) {
      waiting = payload; // drawn by another program: its style sheet comes with the document
      return;
    }
    const until = due.scene;
    take(payload);
    show(first);
    if (!first && !paused()) due.scene = until; // new figures do not lengthen the scene they come into
    beat();
  }

  /** Whether the document is loaded anew, because the program has changed; once for a version, lest two servers drive it to and fro. */
  function anew() {
    const version = (waiting ?? shown).version;
    if (!version || version === root.dataset.version || failing) return false;
    try {
      if (sessionStorage.getItem("screen-version") === version) return false;
      sessionStorage.setItem("screen-version", version);
    } catch {
      return false;
    }
    location.reload();
    return true;
  }

  /** What a presenter asks for: {id, scene, by}: `by` scenes on from `scene`, or from the one that stood when it began; null: nobody. */
  function command(text) {
    const wanted = text ? JSON.parse(text) : null;
    if (JSON.stringify(wanted) === JSON.stringify(held) || !shown) return;
    if (wanted && wanted.id !== held?.id) from = at;
    held = wanted;
    due.poll = now() + (held ? QUICK : POLL);
    due.resume = Infinity;
    zoomed = "";
    if (!held) {
      said("");
      step(pace());
      return;
    }
    said("由手机操作");
    const place = shown.playlist.findIndex((slot) => slot.scene === held.scene);
    if (place < 0 && !held.by && kept[held.scene]) zoomed = held.scene; // asked for by its name, though the round has no place for it
    else at = turned((place < 0 ? from : place) + held.by * pace());
    show();
  }

  /** The code that lets a phone take over, while nobody does; another one each hour. */
  function code(word) {
    const box = $("code");
    if (still || (box.dataset.code ?? "") === (word ?? "")) return;
    box.dataset.code = word ?? "";
    box.replaceChildren();
    if (!word) return;
    const picture = new Image();
    picture.alt = "手机扫码操作大屏";
    picture.src = `/screen/code.svg?${encodeURIComponent(word)}`;
    box.append(picture);
  }

  let failing = false;
  function lost() {
    failing = true;
    stale(now());
  }

  function back() {
    failing = false;
    if (ended) {
      ended = false;
      document.getElementById("screen-stopped").hidden = true;
    }
    stale(now());
  }

  function refused() {
    stopped(root.dataset.device ? "此屏已停用" : "登录已过期，请重新登录");
  }

  function stopped(words) {
    ended = true;
    heard = now();
    const box = document.getElementById("screen-stopped");
    box.firstElementChild.textContent = words;
    box.hidden = false;
    due.poll = now() + GONE;
  }

  function stale(moment) {
    const is = shown !== null && (failing || moment - heard > STALE);
    const box = $("stale");
    box.parentElement.classList.toggle("stale", is);
    box.hidden = !is;
    if (is) {
      const words = `连接中断，显示 ${times.format(heard)} 的数据`;
      if (box.textContent !== words) box.replaceChildren(template('<i class="ic behind"></i>').content, words);
    }
  }

  // --- for tests: the clock moved on, a scene changed, a question asked now ---------------------------------------------------------------

  window.cockpitScreen = {
    forward(milliseconds) {
      ahead += milliseconds;
      beat();
    },
    next: () => step(pace()),
    previous: () => step(-pace()),
    poll,
    get state() {
      return { scenes: shown ? slots() : [], at, changes, took, paused: paused(), held, day: shown?.day, refresh: shown?.refresh, stale: failing };
    },
  };
  root.classList.add("idle");
  beat();
})();
