// The form without a network. Only the empty form and its files are kept: never an answer, nor what was typed.
"use strict";
var HOME = "{{ home|escapejs }}";
var FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
var OURS = "form " + HOME + " ";
var CACHE = OURS + "{{ version }}";

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(CACHE).then(function (cache) { return cache.addAll([HOME].concat(FILES)); })
    .then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name.startsWith(OURS) && name !== CACHE; })
      .map(function (name) { return caches.delete(name); }));
  }));
});

// A browser may believe that it has a network; that nothing answered is known here.
function sayOffline(kept) {
  return kept.text().then(function (page) {
    return new Response(page.replace(" data-offline hidden", " data-offline"), { headers: kept.headers });
  });
}

self.addEventListener("fetch", function (event) {
  var request = event.request, where = new URL(request.url);
  if (request.method !== "GET" || where.origin !== self.location.origin || where.search) return;
  if (where.pathname === HOME && request.mode === "navigate") {
    event.respondWith(fetch(request).catch(function () { return caches.match(HOME).then(sayOffline); }));
  } else if (FILES.indexOf(where.pathname) >= 0) {
    event.respondWith(caches.match(where.pathname).then(function (kept) { return kept || fetch(request); }));
  }
});
