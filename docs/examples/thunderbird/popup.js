"use strict";
function list(id, texts) {
  for (const text of texts) {
    const item = document.createElement("li");
    item.textContent = text; // never as HTML: a message speaks in it
    document.getElementById(id).append(item);
  }
}

const language = ["fr", "en", "pt"].find((one) => navigator.language.startsWith(one)) || "en";
document.documentElement.lang = language;
const headline = document.getElementById("headline");
checkDisplayedMessage(messenger, SITE, language)
  .then((said) => {
    headline.textContent = said.headline;
    list("reasons", said.reasons.slice(0, 3).map((reason) => reason.text));
    list("advice", said.advice.slice(0, 3).map((advice) => advice.text));
  })
  .catch((error) => { headline.textContent = `Not checked: ${error.message}`; });
