// Passkeys: what only a script can ask of the device. The forms say what they want with data-passkey.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...["excludeCredentials", "allowCredentials"].reduce(
    (lists, name) =>
      options[name] ? { ...lists, [name]: options[name].map((one) => ({ ...one, id: bytes(one.id) })) } : lists,
    {},
  ),
});

/** What the server reads: everything as text. */
function asText(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      ...Object.fromEntries(fields.filter((name) => response[name]).map((name) => [name, text(response[name])])),
      ...(response.getTransports && { transports: response.getTransports() }),
    },
  });
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options;
}

async function ask(form) {
  const publicKey = withBytes((await optionsOf(form)).publicKey);
  if (form.dataset.passkey !== "create") return navigator.credentials.get({ publicKey });
  // a key that is kept on the device and asks who holds it: then it is a password and a second factor in one
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey });
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  form.closest("[data-passkey-only]")?.removeAttribute("hidden");
  // before app.js, which lets a form go only once: a cancelled finger may try again
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const says = form.querySelector("[data-passkey-says]");
    says.hidden = true;
    try {
      form.elements.credential.value = asText(await ask(form));
      form.submit();
    } catch {
      says.textContent = form.dataset.passkeyFailed;
      says.hidden = false;
    }
  });
});
