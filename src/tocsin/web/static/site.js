// Nothing here is needed: it only saves a page load, a few keys, and says what goes on.
(function () {
  "use strict";
  var form = document.querySelector("form.ask");
  var status = form && form.querySelector("[role=status]");

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  function ready(part) {
    part.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", function () {
        var field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(function () { button.textContent = button.dataset.done; });
      });
    });
  }
  ready(document);
  var first = document.getElementById("answer");
  if (first) first.focus();

  // As the server does: nothing of one message may slip into the check of the next.
  function empty() {
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.type === "radio") field.checked = field.value === "";
      else if (field.type === "checkbox") field.checked = false;
      else if (field.type === "date") field.value = field.max;
      else if (field.tagName === "SELECT") field.querySelector("[data-usual]").selected = true;
      else if (field.tagName !== "BUTTON" && field.tagName !== "FIELDSET") field.value = "";
    });
    form.querySelectorAll(".wrong").forEach(function (note) { note.remove(); });
    form.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  }

  if (!form || !window.htmx) return;
  form.addEventListener("htmx:beforeRequest", function () { status.textContent = status.dataset.busy; });
  form.addEventListener("htmx:sendError", function () { status.textContent = status.dataset.lost; });
  form.addEventListener("htmx:timeout", function () { status.textContent = status.dataset.lost; });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id !== "result") return;
    status.textContent = "";
    var heading = form.querySelector("h2");
    heading.textContent = heading.dataset.next;
    heading.classList.remove("sr");
    ready(event.target);
    if (!event.target.querySelector(".mistakes")) empty();
    var answer = document.getElementById("answer") || event.target;
    answer.scrollIntoView();
    answer.focus({ preventScroll: true });
  });
})();
