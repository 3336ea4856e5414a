// A passkey: the device is asked what the form says, and its answer goes with the form.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server says in letters, the browser wants in bytes.
function inBytes({ publicKey }) {
  const known = (each) => ({ ...each, id: bytes(each.id) });
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (publicKey[list]) publicKey[list] = publicKey[list].map(known);
  }
  return { publicKey };
}

function inLetters(credential) {
  const said = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) said[part] = text(credential.response[part]);
  }
  const { id, type } = credential;
  return { id, rawId: text(credential.rawId), type, response: said, clientExtensionResults: {} };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-failed]");
  const how = form.dataset.passkey;
  if (!window.PublicKeyCredential) {
    if (how === "create") failed.hidden = false;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const credential = await navigator.credentials[how](inBytes(JSON.parse(form.dataset.asked)));
      form.elements.answer.value = JSON.stringify(inLetters(credential));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
