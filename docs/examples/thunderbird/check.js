// The message that is shown goes whole to one site, the one of your organisation; its answer comes back.
"use strict";
const SITE = "https://tocsin.example"; // change it here and under host_permissions in manifest.json

async function encodeBase64(file) {
  let octets = "";
  for (const octet of new Uint8Array(await file.arrayBuffer())) octets += String.fromCharCode(octet);
  return btoa(octets);
}

async function checkDisplayedMessage(messenger, site = SITE, language = "en") {
  const [tab] = await messenger.tabs.query({ active: true, currentWindow: true });
  const shown = await messenger.messageDisplay.getDisplayedMessages(tab.id);
  const [message] = Array.isArray(shown) ? shown : shown.messages;
  const eml = await encodeBase64(await messenger.messages.getRaw(message.id, { data_format: "File" }));
  const answer = await fetch(`${site}/api/v1/check?lang=${language}`, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ eml }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail || said.title);
  return said;
}
