"use strict";
// What the pages do beyond plain links and forms. Everything works without this file; texts come from <body data-text-…>.

const text = (name) => document.body.dataset[`text${name}`];
const shortcuts = document.body.dataset.shortcuts !== "off";
const dialog = document.getElementById("dialog");

/** Listen to an htmx event under its name in version 2 and in version 4. */
const onHtmx = (names, handler) => names.forEach((name) => document.addEventListener(name, handler));
const targetOf = (event) => event.detail.target ?? event.detail.ctx?.target;

// -- messages ----------------------------------------------------------------------------------------------------

function toast(message, level = "success") {
  const line = document.createElement("p");
  line.className = `toast toast--${level}`;
  line.textContent = message;
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), level === "error" ? 12000 : 6000);
}

document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level));
onHtmx(["htmx:sendError", "htmx:timeout", "htmx:error"], () => toast(text("Offline"), "error"));
onHtmx(["htmx:responseError", "htmx:response:error"], (event) => {
  const { xhr } = event.detail;
  const status = xhr?.status ?? event.detail.ctx?.response?.status;
  if (status === 422) return;
  // 401 and 429 carry a sentence of their own: signed out or enough for today, and the text on the screen is still there
  toast((status === 401 || status === 429) && xhr?.responseText ? xhr.responseText : text("Error"), "error");
});

// -- htmx --------------------------------------------------------------------------------------------------------

// Signing in again on another tab renews the token, so the one in an old form may be stale: take it from the cookie.
onHtmx(["htmx:configRequest", "htmx:config:request"], (event) => {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
  const headers = event.detail.headers ?? event.detail.ctx?.request?.headers;
  if (cookie && headers) headers["X-CSRFToken"] = decodeURIComponent(cookie[1]);
});

let focusedBefore = null;
onHtmx(["htmx:beforeSwap", "htmx:before:swap"], () => {
  focusedBefore = document.activeElement;
});
onHtmx(["htmx:afterSwap", "htmx:after:swap"], (event) => {
  if (targetOf(event) === dialog && dialog.childElementCount) {
    if (!dialog.open) dialog.showModal();
    focusFirst(dialog);
  }
  prepare(document);
});
onHtmx(["htmx:afterSettle", "htmx:after:settle"], (event) => {
  // the button that was pressed may be gone; without this the focus would fall back to the top of the page
  if (document.activeElement !== document.body || focusedBefore?.isConnected !== false) return;
  const marked = [...document.querySelectorAll("[data-focus-after]")];
  (marked.at(-1) ?? targetOf(event)?.querySelector?.("[tabindex='-1']") ?? document.getElementById("main")).focus();
  marked.forEach((element) => element.removeAttribute("data-focus-after"));
});

function focusFirst(root) {
  const first = root.querySelector("[data-autofocus], [autofocus]") ?? root.querySelector("[tabindex='-1'], input, button");
  first?.focus();
}

// -- dialog ------------------------------------------------------------------------------------------------------

dialog?.addEventListener("click", (event) => {
  const onBackdrop = event.target === dialog;
  if (!onBackdrop && !event.target.closest("[data-close]")) return;
  if (onBackdrop && isDirty(dialog)) return;
  event.preventDefault();
  dialog.close();
});
dialog?.addEventListener("close", () => dialog.replaceChildren());

// -- forms -------------------------------------------------------------------------------------------------------

const busyButtons = new Map();

/** A form posts once: a second click while the first is on its way does nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.busy = "yes";
  const button = event.submitter;
  if (!button?.classList.contains("button")) return;
  button.setAttribute("aria-disabled", "true");
  busyButtons.set(button, [...button.childNodes]);
  button.replaceChildren(text("Busy"));
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-busy]").forEach((form) => delete form.dataset.busy);
  busyButtons.forEach((nodes, button) => {
    button.removeAttribute("aria-disabled");
    button.replaceChildren(...nodes);
  });
  busyButtons.clear();
});

// what a draft has kept can be left behind without a warning: it stands there again afterwards (drafts.js)
const isDirty = (root) =>
  [...root.querySelectorAll("textarea")].some(
    (area) => area.value !== area.defaultValue && area.form?.dataset.draftState !== "kept",
  );
window.addEventListener("beforeunload", (event) => {
  if (!document.querySelector("form[data-busy]") && isDirty(document)) event.preventDefault();
});

/** A button that prints is for a page with JavaScript, so it starts hidden. */
function prepare(root) {
  root.querySelectorAll("[data-print][hidden]").forEach((button) => (button.hidden = false));
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-fill], [data-add]");
  if (!button) return;
  const input = document.getElementById(button.dataset.fill ?? button.dataset.add);
  // a name is put beside the others, or taken out when it stands there already
  const names = input.value.split(/\s*,\s*/).filter((name) => name && name !== button.value);
  if (button.dataset.add && !input.value.split(/\s*,\s*/).includes(button.value)) names.push(button.value);
  input.value = button.dataset.add ? names.join(", ") : button.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  if (!shortcuts) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing?.form) {
    event.preventDefault();
    typing.form.requestSubmit(typing.form.querySelector("button[type=submit], button:not([type])"));
  } else if (event.key === "/" && !typing && !dialog?.open) {
    const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (/^[a-z]$/.test(event.key) && !typing && !dialog?.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});

/** Up and down go through what was found, from the box where it was typed; Enter follows the link. */
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || !event.target.closest("[data-arrows]")) return;
  const links = [...document.querySelectorAll("section[data-arrows] a")];
  if (!links.length) return;
  event.preventDefault();
  const to = links.indexOf(document.activeElement) + step;
  (links[to] ?? (to < 0 ? document.querySelector("main [data-search]") : links.at(-1))).focus();
});

// -- start -------------------------------------------------------------------------------------------------------

prepare(document);
// on a phone a row of tabs is longer than the screen: show where we are
document.querySelectorAll(".tabs__link[aria-current]").forEach((link) => {
  const row = link.closest(".tabs");
  row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
});
if (document.querySelector(".error-summary")) focusFirst(document);
// Without it everything works but the offline page: a browser that refuses, or a tab that closes, is no error.
navigator.serviceWorker?.register(document.body.dataset.serviceWorker).catch(() => {});
