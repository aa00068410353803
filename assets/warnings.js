/* 预警: all rows of a page ticked at once, how many are ticked, the field of text into the address. */
(() => {
  "use strict";
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    warnings: {
      all: (ticked, options) => options.map((one) => (ticked?.length ? [one[0].value] : [])),
      picked: (values) => `已选 ${values.filter((one) => one?.length).length} 件`,
    },
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "warnings-search") return;
    event.preventDefault();
    const text = event.target.querySelector("input").value.trim();
    window.cockpit.go(`text=${encodeURIComponent(text)}&start=`);
  });
})();
