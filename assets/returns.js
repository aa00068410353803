/* The county returns: what is typed is kept in this browser until the server says that it has it, and sent anew as often as it takes.
   Kept per account and return; taken out when the server has it, when its owner signs out, and when another account signs in here. */
(() => {
  "use strict";
  const SHELF = "return:";
  const PAUSE = 1000; // ms without a key before what was typed is sent
  const PATIENCE = 15000; // ms until an answer counts as lost
  const AGAIN = 4000; // ms between two tries
  const DAYS = 7; // what nobody came back for goes
  const $ = (id) => document.getElementById(id);
  const page = () => $("page-returns");
  const form = () => $("returns-form");
  const account = () => document.querySelector(".me b")?.textContent ?? "";
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let flying = null; // { item, stamp, late } of the text under way
  let timer = 0;
  let opened = null; // the form that is laid out
  let stamps = Date.now();

  // --- the shelf ------------------------------------------------------------------------------------------------------------------

  function shelf(use) {
    try {
      return use(localStorage);
    } catch {
      return null; // a browser that forbids storage keeps nothing: what is typed still goes to the server
    }
  }
  const key = (item) => `${SHELF}${account()}:${item}`;
  const memory = new Map(); // where storage is forbidden or full
  const read = (item) => JSON.parse(shelf((all) => all.getItem(key(item))) ?? memory.get(key(item)) ?? "null");
  function write(item, kept) {
    const text = JSON.stringify(kept);
    memory.set(key(item), text);
    shelf((all) => all.setItem(key(item), text));
  }
  function forget(item) {
    memory.delete(key(item));
    shelf((all) => all.removeItem(key(item)));
  }
  const names = () => shelf((all) => Object.keys(all).filter((name) => name.startsWith(SHELF))) ?? [];
  const own = () => {
    const start = `${SHELF}${account()}:`;
    return [...new Set([...names(), ...memory.keys()])].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  };

  // Nobody finds here what somebody else was writing: another account's texts go as soon as one is known to sit here.
  function tidy() {
    const me = `${SHELF}${account()}:`;
    for (const name of names()) {
      const kept = JSON.parse(localStorage.getItem(name) ?? "null");
      if (!name.startsWith(me) || !kept || Date.now() - kept.at > DAYS * 86400000) shelf((all) => all.removeItem(name));
    }
  }

  // --- the fields -----------------------------------------------------------------------------------------------------------------

  const value = (id) => $(id)?.value ?? "";
  function fields() {
    const values = {};
    for (const entry of form().querySelectorAll("[id^=returns-value-]")) {
      const [, name, at] = entry.id.match(/^returns-value-(.+)-([01])$/);
      (values[name] ??= ["", ""])[at] = entry.value;
    }
    return { percent: value("returns-percent"), done: value("returns-done"), measures: value("returns-measures"), values };
  }
  // React hears of a value only when the browser's own setter has put it there.
  function fill(field, text) {
    if (!field || field.value === text) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  function show(said) {
    for (const name of ["percent", "done", "measures"]) fill($(`returns-${name}`), said[name] ?? "");
    for (const [name, pair] of Object.entries(said.values ?? {})) pair.forEach((text, at) => fill($(`returns-value-${name}-${at}`), text));
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  function say(words, state = "") {
    const place = $("returns-kept");
    if (!place) return;
    place.textContent = words;
    place.dataset.state = state;
  }

  function typed() {
    const item = form().dataset.item;
    const kept = read(item) ?? { version: Number(form().dataset.version), sent: null };
    write(item, { ...kept, fields: fields(), stuck: false, at: Date.now() });
    say("正在填写…", "typing");
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  }

  // --- to the server --------------------------------------------------------------------------------------------------------------

  // One at a time, and the very same text again until it is answered: the server knows a text it already has.
  function send() {
    clearTimeout(timer);
    if (flying || !page()) return;
    const item = own().find((one) => read(one) && !read(one).stuck);
    if (!item) return;
    const kept = read(item);
    const sent = kept.sent ?? { version: kept.version, fields: kept.fields };
    write(item, { ...kept, sent });
    flying = { item, stamp: ++stamps, late: setTimeout(lost, PATIENCE) };
    if (item === form()?.dataset.item) say("正在保存…", "typing");
    set("returns-typed", { data: { item, stamp: flying.stamp, ...sent } });
  }
  function lost() {
    if (!flying) return;
    clearTimeout(flying.late);
    flying = null;
    say("连接中断：文字已留在本机，连上后自动保存", "lost");
    clearTimeout(timer);
    timer = setTimeout(send, AGAIN);
  }
  addEventListener("not-answered", lost);
  addEventListener("online", () => {
    if (flying) lost();
    send();
  });

  function answered(told) {
    const none = window.dash_clientside.no_update;
    if (!told || !flying || told.item !== flying.item || told.stamp !== flying.stamp) return none;
    clearTimeout(flying.late);
    flying = null;
    const { item } = told;
    const kept = read(item);
    const here = form()?.dataset.item === item;
    set("returns-trouble", { children: null });
    if (told.version !== undefined) {
      if (here) form().dataset.version = told.version;
      if (!kept || same(kept.fields, kept.sent.fields)) forget(item);
      else write(item, { ...kept, version: told.version, sent: null });
      if (here && !read(item)) say(told.words, "kept");
    } else if (kept) {
      write(item, { ...kept, sent: null, stuck: true });
      if (here) say(told.refused ?? "有人改过这项月报，没有覆盖：请在上面选一份", "lost");
    }
    send();
    return none;
  }
  // Until the server has every word of a return; false where it can't be had in time.
  async function flushed(items) {
    send();
    for (let tries = 0; tries < 100; tries += 1) {
      if (!items().some((item) => read(item))) return true;
      await new Promise((done) => setTimeout(done, 100));
    }
    return false;
  }

  // --- what is done ---------------------------------------------------------------------------------------------------------------

  async function act(button) {
    const { act: what, reason } = button.dataset;
    const area = reason ? $(reason) : null;
    if (area && !area.value.trim()) {
      button.closest("dialog").querySelector(".rt-need").textContent = "请写明理由。";
      area.focus();
      return;
    }
    button.closest("dialog")?.close();
    let items = [];
    if (what === "submit") {
      const { item } = form().dataset;
      if (!(await flushed(() => [item]))) return say("还没有保存到服务器，不能报送；连上后再试", "lost");
      items = [[item, Number(form().dataset.version)]];
    } else if (what === "submit-all") {
      if (!(await flushed(own))) return say("还有文字没有保存到服务器；连上后再试", "lost");
    } else if (what === "accept-all") {
      const ticked = document.querySelectorAll("#returns-list .rt-tick[aria-checked=true]");
      items = [...ticked].map((tick) => [tick.dataset.item, Number(tick.dataset.version)]);
    } else items = [[button.dataset.item, Number(button.dataset.version)]];
    set("returns-act", { data: { act: what, items, reason: area?.value ?? "", at: Date.now() } });
  }

  function choose(button) {
    const { item } = form().dataset;
    const kept = read(item);
    set("returns-conflict", { children: null });
    if (button.dataset.choose === "theirs" || !kept) {
      forget(item);
      set("returns-done", { data: Date.now() }); // read anew
      return;
    }
    form().dataset.version = button.dataset.version;
    write(item, { ...kept, version: Number(button.dataset.version), sent: null, stuck: false });
    send();
  }

  const took = (words, bad, problems = []) => {
    const part = (type, props) => ({ namespace: "dash_html_components", type, props });
    const list = problems.length ? [part("Ul", { children: problems.map((one) => part("Li", { children: one })) })] : [];
    return part("Div", { children: [words, ...list], className: bad ? "said bad" : "said", role: bad ? "alert" : "status" });
  };
  async function upload(address, more, accept, place, done) {
    const picker = Object.assign(document.createElement("input"), { type: "file", accept, className: "rt-picker", hidden: true });
    document.querySelector(".rt-picker")?.remove(); // of a choice that was called off
    document.body.append(picker);
    picker.addEventListener("change", async () => {
      const [file] = picker.files;
      picker.remove();
      if (!file) return;
      const body = new FormData();
      for (const [name, text] of Object.entries(more)) body.append(name, text);
      body.append("file", file);
      set(place, { children: took(`正在上传 ${file.name} …`, false) });
      if (file.size > 20 * 1024 * 1024) return set(place, { children: took(`${file.name} 超过 20 MB，没有上传。`, true) });
      try {
        const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": page().dataset.token } });
        if (answer.status === 401) {
          dispatchEvent(new Event("session-ended"));
          return location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
        }
        const json = answer.headers.get("Content-Type")?.includes("json");
        const told = json ? await answer.json() : { refused: { 413: "文件太大，没有上传。" }[answer.status] ?? "没有上传，请刷新页面后重试。" };
        if (told.refused) return set(place, { children: took(told.refused, true, told.problems) });
        set(place, { children: done(told) });
      } catch {
        set(place, { children: took("连接中断，没有上传；请重试。", true) });
      }
    });
    picker.click();
  }
  const relist = () => set("returns-heard", { data: ["files", Date.now()] });
  function attach() {
    upload("/returns/attachment", { item: form().dataset.item }, ".pdf,.docx,.xlsx,.jpg,.jpeg,.png", "returns-files-said", () => {
      relist();
      return null;
    });
  }
  async function detach(button) {
    const headers = { "X-CSRFToken": page().dataset.token };
    const answer = await fetch(`/returns/attachment/${button.dataset.detach}/remove`, { method: "POST", headers });
    if (answer.ok) relist();
    else set("returns-files-said", { children: took("没有移除，请刷新页面后重试。", true) });
  }
  async function bring() {
    if (!(await flushed(own))) return say("还有文字没有保存到服务器；连上后再试", "lost");
    upload("/returns/form", {}, ".xlsx", "returns-told", (told) => {
      set("returns-done", { data: Date.now() });
      return took(`已存为草稿 ${told.saved} 项，没有改动 ${told.untouched} 项；请核对后报送。`, false);
    });
  }

  document.addEventListener("input", ({ target }) => {
    if (form()?.contains(target)) typed();
  });
  document.addEventListener("click", (event) => {
    if (!page()) return;
    const at = (name) => event.target.closest(`[${name}]`);
    if (at("data-act")) act(at("data-act"));
    else if (at("data-choose")) choose(at("data-choose"));
    else if (at("data-attach")) attach();
    else if (at("data-detach")) detach(at("data-detach"));
    else if (at("data-bring")) bring();
    else if (at("data-take")) {
      const name = at("data-take").dataset.take;
      const last = $(name.replace("returns-", "returns-last-")).textContent;
      fill($(name), $(name).value.trim() ? `${$(name).value.trimEnd()}\n${last}` : last);
      $(name).focus();
    } else if (event.target.matches(".rt-tick[role=checkbox]")) {
      event.target.ariaChecked = String(event.target.ariaChecked !== "true");
    } else if (at("data-ticks")) {
      const ticks = [...document.querySelectorAll("#returns-list .rt-tick[role=checkbox]")];
      const all = ticks.every((tick) => tick.ariaChecked === "true");
      for (const tick of ticks) tick.ariaChecked = String(!all);
    }
  });

  // Signing out clears this browser of what was typed; what the server does not have yet is sent first, or asked about.
  document.addEventListener("submit", async (event) => {
    const leave = event.target;
    if (leave.getAttribute("action") !== "/logout" || !own().length) return;
    event.preventDefault();
    if (page() && (await flushed(own))) return leave.submit();
    if (!confirm("有填写的月报还没有保存到服务器。退出会清除留在本机的文字，仍要退出吗？")) return;
    for (const item of own()) forget(item);
    leave.submit();
  });

  // A form that is laid out anew is given back what was typed into it and not heard of since.
  let known = "";
  new MutationObserver(() => {
    if (account() && account() !== known) {
      known = account();
      tidy();
    }
    const now = form();
    if (!now || now === opened) return;
    opened = now;
    const kept = read(now.dataset.item);
    if (kept) {
      write(now.dataset.item, { ...kept, stuck: false });
      show(kept.fields);
      say("这是上次没来得及保存的文字，正在保存…", "typing");
    }
    send();
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { returns: { answered } });
})();
