// A passkey is made or asked for by the browser: what it answers goes out with the form. Without it the page works as before.
(function () {
  "use strict";
  var form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  var failed = form.querySelector("[data-failed]"), button = form.querySelector("[type=submit]");

  function bytes(text) {
    var binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(binary, function (letter) { return letter.charCodeAt(0); });
  }
  function text(buffer) {
    var binary = Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("");
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function credential(one) { return Object.assign({}, one, { id: bytes(one.id) }); }

  function ask() {
    var options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (form.dataset.passkey === "get") {
      options.allowCredentials = options.allowCredentials.map(credential);
      return navigator.credentials.get({ publicKey: options });
    }
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = (options.excludeCredentials || []).map(credential);
    return navigator.credentials.create({ publicKey: options });
  }
  function answer(found) {
    var response = { clientDataJSON: text(found.response.clientDataJSON) };
    if (form.dataset.passkey === "get") {
      response.authenticatorData = text(found.response.authenticatorData);
      response.signature = text(found.response.signature);
    } else {
      response.attestationObject = text(found.response.attestationObject);
    }
    return JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response: response });
  }

  form.hidden = false;
  document.querySelectorAll("[data-without-passkey]").forEach(function (one) { one.hidden = true; });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    ask().then(function (found) {
      form.elements.passkey.value = answer(found);
      form.submit();
    }).catch(function () {
      button.disabled = false;
      failed.hidden = false;
    });
  });
})();
