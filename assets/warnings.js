/* 预警: the field of text into the address. */
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "warnings-search") return;
    event.preventDefault();
    const text = event.target.querySelector("input").value.trim();
    window.cockpit.go(`text=${encodeURIComponent(text)}&start=`);
  });
})();
