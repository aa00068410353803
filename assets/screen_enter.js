/* A device's link carries its token behind the #, which is never sent: moved into the form, and out of the address and the history. */
(() => {
  "use strict";
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (!token) {
    document.getElementById("enter-problem").hidden = false;
    return;
  }
  document.getElementById("enter-token").value = token;
  document.getElementById("enter-form").submit();
})();
