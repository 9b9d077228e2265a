// The sheet that a key asked for: printed at once, and gone when it is.
(function () {
  "use strict";
  window.addEventListener("afterprint", function () { window.close(); });
  window.addEventListener("load", function () { window.print(); });
})();
