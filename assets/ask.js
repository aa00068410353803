/* The question before what can't be taken back: [data-asks] opens its dialog, naming what it is about; [data-closes] closes it. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const asks = event.target.closest("[data-asks]");
    if (asks) {
      const dialog = document.getElementById(asks.dataset.asks);
      dialog.querySelector(".about").textContent = document.getElementById(asks.dataset.about)?.textContent ?? "";
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  });
})();
