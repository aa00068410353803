/* 年度计划: the file field (Dash has none that sends a file as it is), and sending the file to be read. What it holds comes back as a candidate. */
(() => {
  "use strict";
  const READ = "admin-plan-read";
  const value = (id) => document.getElementById(id)?.value?.trim() ?? "";
  const words = (problem) => window.dash_clientside.set_props(READ, { data: { problems: [problem], at: Date.now() } });

  async function look() {
    const file = document.getElementById("admin-plan-file")?.files[0];
    if (!file) return words("请先选文件。");
    const asked = new URLSearchParams({
      name: file.name,
      year: value("admin-plan-new-year"),
      document: value("admin-plan-document"),
      issued_on: value("admin-plan-issued"),
    });
    const token = document.getElementById("admin-plan-upload").dataset.token ?? "";
    let answer;
    try {
      answer = await fetch(`/admin/plan?${asked}`, {
        method: "POST",
        body: file,
        headers: { "X-CSRFToken": token, "Content-Type": "application/octet-stream" },
      });
    } catch {
      return words("连接中断，文件没有送到；请重试。");
    }
    if (answer.status === 413) return words("文件超过 10 MiB。");
    if (![200, 422].includes(answer.status)) return words("没有读成，请刷新页面后重试。");
    window.dash_clientside.set_props(READ, { data: { ...(await answer.json()), at: Date.now() } });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    admin_plan: {
      picker() {
        const place = document.getElementById("admin-plan-picker");
        if (place && !place.firstChild) {
          const field = Object.assign(document.createElement("input"), { type: "file", id: "admin-plan-file", accept: ".yaml,.yml,.docx" });
          place.append(field);
        }
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#admin-plan-look")) look();
  });
})();
