// What is typed of a call is kept by the store as it is typed; while it cannot be, the page says so, and nothing
// that would end the call or leave the page goes out.
(function () {
  "use strict";
  var call = document.getElementById("call"), banner = document.getElementById("cut");
  if (!call || !banner) return;
  var told = document.getElementById("kept");
  var SOON = 300, AGAIN = 5000, PATIENCE = 10000;  // milliseconds
  var typed = 0, kept = 0, timer = 0, leaving = false, state = "";
  var queue = Promise.resolve(true);
  // A page that answers a form would send that form again when it is loaded again, in the place of what was typed since.
  history.replaceState(history.state, "", call.dataset.page);

  // state: "" all is well; "cut" no line; "out" the session has ended; "lost" the call is somebody else's.
  function tell(name) {
    told.hidden = !!name || typed === 0 || kept < typed;
    if (name === state) return;
    // What was asked while there was no line was not answered.
    if (!name && window.htmx && document.getElementById("people")) htmx.trigger("#people", "reread");
    state = name;
    banner.querySelectorAll("[data-when]").forEach(function (one) { one.hidden = one.dataset.when !== name; });
    banner.hidden = !name;
    document.querySelectorAll(".outcomes [type=submit]").forEach(function (one) { one.disabled = !!name; });
  }

  function post() {
    return fetch(call.dataset.keep, {
      method: "POST", body: new URLSearchParams(new FormData(call)), headers: { "HX-Request": "true" },
      redirect: "manual", keepalive: true, signal: AbortSignal.timeout(PATIENCE)
    });
  }
  // Whoever signs in again, in another tab, has other forms: theirs are taken over, and what is typed stays.
  function renewed() {
    return fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) }).then(function (answer) {
      if (answer.status !== 200) return null;
      return answer.text().then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
        if (!fresh) return null;
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = fresh.value; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
        return post();
      });
    });
  }
  function send() {
    var now = typed;
    return post().then(function (answer) {
      return answer.status === 403 ? renewed() : answer;
    }).then(function (answer) {
      var status = answer ? answer.status : 409;
      if (status === 204) kept = now;
      tell(status === 204 ? "" : status === 401 ? "out" : status === 409 ? "lost" : "cut");
      return status === 204;
    }, function () { tell("cut"); return false; });
  }
  function keep() { clearTimeout(timer); queue = queue.then(send); return queue; }
  function changed() {
    typed += 1;
    told.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(keep, SOON);
  }

  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) { if (event.target.form === call) changed(); });
  });
  // Whoever types fast has typed before this script was there.
  function differs(field) {
    if (/^select/.test(field.type)) {
      var options = Array.from(field.options), set = options.filter(function (one) { return one.defaultSelected; });
      return field.selectedIndex !== (set.length ? set.pop().index : 0);
    }
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;  // a button has none
  }
  if (Array.prototype.some.call(call.elements, differs)) changed();
  document.body.addEventListener("htmx:afterSettle", function (event) { if (event.target.id === "lines") changed(); });
  window.addEventListener("offline", function () { tell("cut"); });
  ["online", "focus"].forEach(function (name) { window.addEventListener(name, function () { if (state) keep(); }); });
  setInterval(function () { if (state === "cut" || state === "out") keep(); }, AGAIN);
  document.addEventListener("visibilitychange", function () { if (document.hidden && kept < typed) keep(); });

  document.body.addEventListener("htmx:sendError", function () { tell("cut"); });
  document.body.addEventListener("htmx:timeout", function () { tell("cut"); });
  document.body.addEventListener("htmx:beforeOnLoad", function (event) {
    var status = event.detail.xhr.status;
    if (status < 400 || status === 422) { if (state === "cut") keep(); return; }
    event.preventDefault();  // a session that has ended would take the page away, and what is typed with it
    tell(status === 401 ? "out" : status === 409 ? "lost" : "cut");
  });

  document.addEventListener("submit", function (event) {
    var form = event.target, by = event.submitter;
    if (leaving || event.defaultPrevented || (state === "lost" && form !== call)) return;
    event.preventDefault();
    keep().then(function (done) {
      if (!done) { banner.focus(); return; }
      leaving = true;
      form.requestSubmit(by);
    });
  });
  window.addEventListener("beforeunload", function (event) {
    if (leaving || kept >= typed) return;
    keep();
    if (state) event.preventDefault();
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { leaving = false; keep(); } });
})();
