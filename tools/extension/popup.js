// What is selected on the page is shown; only the button sends it, to the site that this was built for.
"use strict";
(function () {
  var lang = navigator.language.slice(0, 2), said = TEXTS[lang] || TEXTS.en;
  if (!TEXTS[lang]) lang = "en";
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-said]").forEach(function (place) { place.textContent = said[place.dataset.said]; });
  var field = document.getElementById("text"), status = document.querySelector("[role=status]");
  var answer = document.querySelector("article"), heading = document.getElementById("answer");

  function selected() { return String(window.getSelection()); }
  chrome.tabs.query({ active: true, currentWindow: true }).then(function (tabs) {
    return chrome.scripting.executeScript({ target: { tabId: tabs[0].id }, func: selected });
  }).then(function (found) { if (found[0].result && !field.value) field.value = found[0].result.trim(); })
    .catch(function () {})  // a page of the browser itself shows nothing to extensions: the text is pasted
    .then(function () { field.focus(); });

  function show(found) {
    document.querySelector(".banner").className = "banner " + found.verdict;
    heading.textContent = said[found.verdict];
    document.querySelector(".headline").textContent = found.headline;
    document.querySelector(".act").textContent = found.at_once.join(" ");
    var list = document.querySelector(".todo");
    list.textContent = "";
    found.advice.slice(0, 3).forEach(function (one) {
      var item = document.createElement("li");
      item.textContent = one.text;
      list.append(item);
    });
    document.querySelector("article a").href = SITE + said.home + "#message=" + encodeURIComponent(field.value);
    answer.hidden = false;
    heading.focus();
  }

  document.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    if (!field.value.trim()) return;
    status.textContent = said.busy;
    fetch(SITE + "/api/v1/check?lang=" + lang, {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: field.value }),
    }).then(function (response) { if (!response.ok) throw new Error(response.status); return response.json(); })
      .then(function (found) { status.textContent = ""; show(found); })
      .catch(function () { status.textContent = said.lost; });
  });
})();
