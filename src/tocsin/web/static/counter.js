// The counter by keys. Each is shown on the page, and is none of a browser's or a screen reader's: F2, F8 and Ctrl+Enter
// everywhere; letters and figures only on a question, where they choose its answer and lead to the next.
(function () {
  "use strict";
  var form = document.getElementById("counter");
  if (!form) return;
  var result = document.getElementById("result");
  var status = form.querySelector("[role=status]");

  function ready(part) {
    part.querySelectorAll("kbd[hidden], [data-keys]").forEach(function (key) { key.hidden = false; });
  }
  ready(document);

  function next() { location.replace(form.dataset.next); }  // a new page: nothing can be undone in it
  function sheet() {
    var button = result.querySelector("[data-sheet]");
    if (button) button.click();
  }

  function choose(event) {
    var at = event.target;
    if (at.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    var digit = /^(Digit|Numpad)([1-9])$/.exec(event.code || "");
    var pressed = digit ? digit[2] : event.key.toLowerCase();
    var group = at.closest("fieldset");
    var wanted = group.querySelector('[data-key="' + (window.CSS ? CSS.escape(pressed) : pressed) + '"]');
    if (!wanted) return;
    event.preventDefault();
    wanted.checked = true;
    var groups = Array.prototype.slice.call(form.querySelectorAll("fieldset[data-step]"));
    var following = groups[groups.indexOf(group) + 1];
    var to = following ? following.querySelector(":checked") || following.querySelector("input") : form.querySelector(".go");
    to.focus();
  }

  document.addEventListener("keydown", function (event) {
    var plain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    if (event.isComposing || event.repeat) return;
    if (plain && event.key === "F2") { event.preventDefault(); next(); }
    else if (plain && event.key === "F8") { event.preventDefault(); sheet(); }
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    else choose(event);
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-next-person]");
    if (link) { event.preventDefault(); next(); }
  });

  // Whoever goes back finds an empty page, also where the browser kept the page itself.
  window.addEventListener("pagehide", function () {
    form.reset();
    form.querySelectorAll("textarea, input[type=text]").forEach(function (field) { field.value = ""; });
    form.querySelectorAll(":checked").forEach(function (field) { field.checked = false; });
    result.textContent = "";
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) next(); });

  form.addEventListener("htmx:beforeRequest", function () { status.textContent = status.dataset.busy; });
  form.addEventListener("htmx:sendError", function () { status.textContent = status.dataset.lost; });
  form.addEventListener("htmx:timeout", function () { status.textContent = status.dataset.lost; });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.target !== result) return;
    status.textContent = "";
    ready(result);
    var answer = document.getElementById("answer") || result;
    result.scrollIntoView();
    answer.focus({ preventScroll: true });
  });
})();
