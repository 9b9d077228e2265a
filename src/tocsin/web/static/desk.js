// The desk by keyboard: a figure is a command, any other sign begins a person. Nothing of it is needed.
(function () {
  "use strict";
  var NAME = "tocsin-desk-keys";
  var call = document.getElementById("call");
  if (!call) return;
  var on = true;
  try { on = localStorage.getItem(NAME) !== "off"; } catch (error) { /* not kept */ }

  function typing(element) {
    return /^(TEXTAREA|SELECT)$/.test(element.tagName)
      || (element.tagName === "INPUT" && !/^(radio|checkbox)$/.test(element.type));
  }
  function home() { document.getElementById("bar").focus({ preventScroll: true }); }

  document.addEventListener("keydown", function (event) {
    var at = event.target;
    if (event.key === "Enter" && at.id === "entry") {
      event.preventDefault();
      if (at.value.trim()) document.getElementById("add").click();
      return;
    }
    if (event.key === "Enter" && at.dataset && at.dataset.then) {
      event.preventDefault();
      document.getElementById(at.dataset.then).click();
      return;
    }
    if (event.key === "Enter" && at.tagName === "INPUT" && at.form === call) {
      event.preventDefault();
      if (at.classList.contains("line")) document.getElementById("entry").focus();
      else home();
      return;
    }
    if (event.key === "Escape" && typing(at)) { at.blur(); home(); return; }
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(at)) return;
    if (event.key.length !== 1 || event.key === " ") return;
    if (/^[0-9]$/.test(event.key)) {
      if (event.repeat) { event.preventDefault(); return; }  // a key held down confirms nothing
      var wanted = document.querySelector('[data-key="' + event.key + '"]');
      if (!wanted) return;
      event.preventDefault();
      if (typing(wanted)) wanted.focus(); else wanted.click();
      return;
    }
    var entry = document.getElementById("entry");
    if (entry) entry.focus();  // the sign itself is typed there
  });

  var button = document.getElementById("keys");
  function told() {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
    document.body.classList.toggle("keyless", !on);
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    on = !on;
    try { localStorage.setItem(NAME, on ? "on" : "off"); } catch (error) { /* not kept */ }
    told();
  });
  told();

  // What was sent goes out of the line of new people once it is noted; what was typed since stays.
  var entry = document.getElementById("entry"), sent = "";
  document.body.addEventListener("htmx:beforeRequest", function (event) {
    if (entry && event.detail.elt.hasAttribute("data-adds")) sent = entry.value;
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    if (!entry || !event.detail.successful || !event.detail.elt.hasAttribute("data-adds")) return;
    var unread = document.getElementById("unread");
    if (unread && unread.textContent.trim()) seen(unread);
    else if (entry.value.indexOf(sent) === 0) entry.value = entry.value.slice(sent.length);
    if (document.activeElement === document.body || document.activeElement.hasAttribute("data-adds")) entry.focus();
  });

  document.body.addEventListener("htmx:afterSettle", function (event) {
    var at = event.target.querySelector && event.target.querySelector("[data-first], .dial");
    var part = document.getElementById(event.target.id) || event.target;
    at = at || part.querySelector("[data-first], .dial") || (part.id === "lines" ? entry : null);
    if (!at) return;
    // Whoever has gone on meanwhile, to another field or out of all of them, is left where they are.
    var active = document.activeElement;
    if (active === document.body || (active.id === "bar" && at.classList.contains("dial"))) at.focus();
    if (document.activeElement === at) seen(at);
  });
  function seen(at) {  // never behind the outcomes, which stay at the bottom of the window
    if (at.id !== "bar" && !at.closest(".outcomes")) at.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", function (event) { seen(event.target); });

  var first = document.getElementById("mistakes") || document.querySelector("#sure button") || document.querySelector("[data-first]") || document.getElementById("bar");
  // Whoever was faster than this script types where they are.
  if (document.activeElement === document.body) first.focus({ preventScroll: first.id === "bar" });
})();
