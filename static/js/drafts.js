"use strict";
// Keeps what is typed into a form with a draft (see the tag `draft`): on the server, for who types it, and nowhere else.
// Nothing is stored in the browser. Without this file forms work as before; only an unsaved text is then not kept.

const PAUSE = 1000;
const AGAIN = 15000;

const csrfToken = (form) => {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : form.elements.csrfmiddlewaretoken.value;
};

class Draft {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.line = box.querySelector(".draft__line");
    this.button = box.querySelector("[data-draft-discard]");
    this.asking = new AbortController();
    this.last = this.text();
    this.touched = false;
    this.again = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => this.stop());
    this.button.addEventListener("click", () => this.discard());
    if (box.hasAttribute("data-draft-bound")) this.typed(true);
    else this.restore();
  }

  get isHere() {
    return this.form.isConnected;
  }

  fields() {
    const filled = new FormData(this.form);
    for (const [name, value] of [...filled]) if (value instanceof File || name === "csrfmiddlewaretoken") filled.delete(name);
    filled.set("draft_path", new URL(this.form.action).pathname);
    return new URLSearchParams(filled);
  }

  text() {
    const fields = this.fields();
    for (const name of ["draft", "draft_slot", "draft_version", "draft_path", "request_key"]) fields.delete(name);
    return fields.toString();
  }

  say(key, at = "") {
    this.line.textContent = this.box.dataset[`text${key}`].replace("{time}", at);
  }

  ask(url, fields, options = {}) {
    return fetch(url, {
      method: "POST",
      body: fields,
      headers: { "X-CSRFToken": csrfToken(this.form), "HX-Request": "true" },
      signal: this.asking.signal,
      ...options,
    });
  }

  typed(force = false) {
    if (!force && this.text() === this.last) return;
    this.touched = true;
    this.form.dataset.draftState = "unsent";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking.abort();
    this.asking = new AbortController();
  }

  async keep() {
    clearTimeout(this.timer);
    if (!this.isHere || this.form.dataset.draftState !== "unsent") return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const text = this.text();
    try {
      const answer = await this.ask(this.box.dataset.draft, this.fields());
      await this.kept(answer, text);
    } catch (error) {
      if (error.name !== "AbortError") this.failed("Offline");
    } finally {
      this.busy = false;
      if (this.again) {
        this.again = false;
        this.typed(true);
      }
    }
  }

  async kept(answer, text) {
    if (answer.ok) {
      const found = await answer.json();
      this.form.elements.draft_slot.value = found.slot;
      this.form.elements.draft_version.value = found.version;
      this.last = text;
      if (this.text() === text) this.form.dataset.draftState = "kept";
      else this.typed(true);
      this.say(found.moved ? "Moved" : "Kept", found.at);
      this.button.hidden = false;
    } else if (answer.status === 401) {
      this.form.dataset.draftState = "kept";
      this.last = text;
      this.say("SignedOut");
    } else if (answer.status === 410 && this.form.elements.draft_version.value !== "0") {
      // saved or thrown away elsewhere: what is typed here from now on is a draft of its own
      this.form.elements.draft_version.value = "0";
      this.failed("Failed");
    } else {
      this.failed("Failed");
    }
  }

  failed(key) {
    this.say(key);
    this.timer = setTimeout(() => this.keep(), AGAIN);
  }

  async restore() {
    const fields = new URLSearchParams({ draft: this.form.elements.draft.value });
    let found;
    try {
      const answer = await this.ask(this.box.dataset.draftFind, fields);
      if (answer.status !== 200) return;
      found = await answer.json();
    } catch {
      return;
    }
    if (this.touched) return this.say("Other", found.at);
    this.put(found.fields);
    this.form.elements.draft_slot.value = found.slot;
    this.form.elements.draft_version.value = found.version;
    this.last = this.text();
    this.form.dataset.draftState = "kept";
    this.say("Restored", found.at);
    this.button.hidden = false;
  }

  put(fields) {
    for (const element of this.form.elements) {
      const { name, type } = element;
      if (!name || ["csrfmiddlewaretoken", "draft", "draft_slot", "draft_version", "request_key"].includes(name)) continue;
      if (["submit", "button", "file", "fieldset"].includes(type)) continue;
      const values = fields[name];
      if (type === "radio" || type === "checkbox") {
        if (values || type === "checkbox") element.checked = Boolean(values?.includes(element.value));
      } else if (element.multiple) {
        for (const option of element.options) option.selected = Boolean(values?.includes(option.value));
      } else if (values) {
        element.value = values[0];
      }
    }
  }

  async discard() {
    this.stop();
    const { draft, draft_slot: slot, draft_version: version } = this.form.elements;
    const fields = new URLSearchParams({ draft: draft.value, draft_slot: slot.value });
    try {
      if (!(await this.ask(this.box.dataset.draftDrop, fields)).ok) return this.say("Failed");
    } catch {
      return this.say("Offline");
    }
    this.form.reset();
    slot.value = version.value = "0";
    this.last = this.text();
    this.touched = false;
    delete this.form.dataset.draftState;
    this.button.hidden = true;
    this.say("Dropped");
    this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
  }
}

const drafts = new Map();

function startDrafts() {
  for (const [form] of drafts) if (!form.isConnected) drafts.delete(form);
  document.querySelectorAll("[data-draft]").forEach((box) => {
    const form = box.closest("form");
    if (form && !drafts.has(form)) drafts.set(form, new Draft(form, box));
  });
}

const resend = () => drafts.forEach((draft) => draft.keep());
window.addEventListener("online", resend);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && resend());
["htmx:afterSwap", "htmx:after:swap"].forEach((name) => document.addEventListener(name, startDrafts));
["htmx:sendError", "htmx:responseError", "htmx:response:error"].forEach((name) =>
  document.addEventListener(name, () => drafts.forEach((draft) => draft.text() !== draft.last && draft.typed(true))),
);
startDrafts();
