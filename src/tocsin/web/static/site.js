// Nothing here is needed: it only saves a page load, a few keys, and says what goes on.
(function () {
  "use strict";
  var form = document.querySelector("form.ask");
  var status = form && form.querySelector(".busy");

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  function ready(part) {
    offerVoice();
    part.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", function () {
        var field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(function () { button.textContent = button.dataset.done; });
      });
    });
  }
  // Only a voice of this device: others send what they read to whoever makes them.
  function voice() {
    var lang = document.documentElement.lang;
    return window.speechSynthesis && speechSynthesis.getVoices().find(function (one) { return one.localService && one.lang.slice(0, 2) === lang; });
  }
  function offerVoice() { document.querySelectorAll("[data-speak]").forEach(function (button) { button.hidden = !voice(); }); }
  if (window.speechSynthesis) speechSynthesis.addEventListener("voiceschanged", offerVoice);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-speak]");
    if (!button) return;
    var begin = button.textContent, said = new SpeechSynthesisUtterance(button.closest(".easy").querySelector("[data-spoken]").innerText);
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
    said.voice = voice();
    said.lang = said.voice.lang;
    said.rate = 0.9;
    said.onend = said.onerror = function () { button.textContent = begin; };
    button.textContent = button.dataset.stop;
    speechSynthesis.speak(said);
  });
  // A rule that is folded up and that a link leads to: older browsers do not open it by themselves.
  function unfold() {
    var rule = document.querySelector(".rules :target");
    if (rule) { rule.closest(".rules").open = true; rule.scrollIntoView(); }
  }
  unfold();
  window.addEventListener("hashchange", unfold);
  ready(document);
  var first = document.getElementById("answer");
  if (first && document.activeElement === document.body) first.focus();

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

  if (!form) return;
  // A text that another program of this telephone hands over after a # is not sent to anybody until the button is pressed.
  function takeOver() {
    var handed = /^#message=([^]*)$/.exec(location.hash);
    if (!handed) return;
    history.replaceState(null, "", location.pathname);
    try { form.elements.text.value = decodeURIComponent(handed[1].replace(/\+/g, " ")); } catch (broken) { return; }
    form.elements.text.focus();
  }
  takeOver();
  window.addEventListener("hashchange", takeOver);

  var offline = form.querySelector("[data-offline]");
  function connection() { offline.hidden = navigator.onLine; }
  if (offline.hidden) connection();
  window.addEventListener("online", connection);
  window.addEventListener("offline", connection);
  if (navigator.serviceWorker && window.isSecureContext) navigator.serviceWorker.register(form.dataset.worker).catch(function () {});
  // A form that was kept since another day.
  var day = form.elements.received, today = new Date().toLocaleDateString("sv", { timeZone: "Europe/Paris" });
  if (day.value === day.max) day.value = today;
  day.max = today;

  if (!window.htmx) return;
  form.addEventListener("htmx:beforeRequest", function () { status.textContent = status.dataset.busy; });
  form.addEventListener("htmx:sendError", function () { status.textContent = status.dataset.lost; });
  form.addEventListener("htmx:timeout", function () { status.textContent = status.dataset.lost; });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id !== "result") return;
    status.textContent = "";
    offline.hidden = true;
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
