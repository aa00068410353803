/* Style elements that this page's own scripts make carry the nonce of the document; the Content-Security-Policy lets no other one in.
   Plotly, Dash and the grid make theirs by createElement. Loaded by the document itself, ahead of every other script. */
(() => {
  "use strict";
  const { nonce } = document.currentScript;
  const create = document.createElement;
  document.createElement = function (name, ...rest) {
    const made = create.call(this, name, ...rest);
    if (made instanceof HTMLStyleElement) {
      made.nonce = nonce;
    }
    return made;
  };
})();
