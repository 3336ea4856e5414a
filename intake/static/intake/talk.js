// The talk keeps what is typed while it is typed. Without this every button of the page does it.

import { ask } from "./ask.js";

const RETRY = 5_000;
const PAUSE = 400;
const PATIENCE = 30_000;
const LATE = 10_000;
const form = document.querySelector("form[data-kept]");
const fields = form ? [...form.querySelectorAll("[data-keep]")] : [];
const known = new Map(fields.map((field) => [field, field.value]));
let timer = null;
let sending = null;
let isLeaving = false;

const say = (field, words) => {
  const place = field.closest(".note")?.querySelector(".saved");
  if (place) place.textContent = words;
};

const changed = () => fields.filter((field) => field.value !== known.get(field));

const body = (some) => {
  const posted = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "seen", "revision", "edition"]) {
    const hidden = form.querySelector(`input[name=${name}]`);
    if (hidden) posted.set(name, hidden.value);
  }
  for (const field of some) posted.set(field.name, field.value);
  return posted;
};

// Only what the server has said it keeps counts as saved. Tells what became of it: "kept", "lost" where nobody
// answered, or "refused" where the server has something to say that a page can show.
const post = async (some) => {
  const sent = some.map((field) => [field, field.value]);
  const answer = await ask(form.dataset.kept, {
    method: "POST", body: body(some), headers: { Accept: "application/json" }, redirect: "manual",
  }, { patience: LATE }).catch(() => null);
  const isKept = answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
  for (const [field, value] of sent) {
    if (isKept) known.set(field, value);
    say(field, isKept && field.value === value ? form.dataset.saved : form.dataset.unsaved);
  }
  if (isKept) dispatchEvent(new Event("intake:kept"));
  if (isKept) return "kept";
  return answer && answer.status < 500 ? "refused" : "lost";
};

const keep = () => {
  clearTimeout(timer);
  if (sending || !changed().length) return sending;
  sending = post(changed()).then((what) => {
    sending = null;
    // What the server refuses, it refuses again: a button of the page shows why.
    if (changed().length && what !== "refused") wait(what === "kept" ? PAUSE : RETRY);
    return what;
  });
  return sending;
};

const wait = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(keep, milliseconds);
};

// A page that is left sends what is not saved yet; the request outlives it.
const leave = () => {
  const some = isLeaving ? [] : changed();
  if (some.length) fetch(form.dataset.kept, { method: "POST", body: body(some), keepalive: true }).catch(() => {});
};

// --- A button leaves the page only when the server can be reached: a browser's own page would lose the text ---
const lost = document.createElement("p");
lost.className = "box";
lost.setAttribute("role", "alert");
let isAnswered = false;
const submitted = async (event) => {
  if (isAnswered) return;
  if (isLeaving) return event.preventDefault(); // a second tap
  isLeaving = true;
  setTimeout(() => { isLeaving = false; }, PATIENCE);
  if (!changed().length && navigator.onLine) return;
  event.preventDefault();
  await sending;
  // Asked even where nothing is to be saved: a browser without a network may still reach its own clinic.
  const what = await post(changed());
  isLeaving = false;
  if (what === "lost") {
    lost.textContent = form.dataset.lost;
    (event.submitter?.closest(".acts, .note") ?? form.querySelector("h2") ?? form).before(lost);
    lost.scrollIntoView({ block: "nearest" }); // "Decide" stands far from it
    wait(RETRY);
    return;
  }
  lost.remove();
  clearTimeout(timer);
  isLeaving = isAnswered = true;
  form.requestSubmit(event.submitter);
  isAnswered = false; // "Stop" or "Back" may bring the page back, and the network may be gone by then
};

if (form) {
  form.addEventListener("input", ({ target }) => {
    if (!known.has(target)) return;
    say(target, form.dataset.unsaved);
    wait(PAUSE);
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  addEventListener("online", keep);
  form.addEventListener("submit", submitted);
  // A page that comes back from the browser's memory is old; what is not saved on it is saved first.
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    isLeaving = false;
    if ((await keep()) !== "lost" && !changed().length) location.reload();
  });
}

// --- Tick all only ticks; what is ticked is counted on the button ---
const ticks = () => [...document.querySelectorAll(".list [type=checkbox]")];
const counted = document.querySelector("[data-ticked]");
const count = () => {
  if (!counted) return;
  const all = ticks();
  const numbers = { "{n}": all.filter((tick) => tick.checked).length, "{m}": all.length };
  counted.textContent = counted.dataset.ticked.replace(/\{[nm]\}/g, (name) => numbers[name]);
};
document.querySelector("[data-tick-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const tick of ticks()) tick.checked = true;
  count();
});
document.querySelector(".list")?.addEventListener("change", count);
count();

// --- A way tapped for a hold leads to the field that says what was seen; keys go on choosing ---
form?.addEventListener("click", ({ target, detail }) => {
  if (detail && target.type === "radio" && target.name.startsWith("way-")) {
    target.closest(".row-in")?.querySelector("textarea")?.focus();
  }
});

// --- After a button the next open row is looked at ---
if (location.hash === "#next") {
  const next = document.querySelector("[data-next] > summary");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

// --- Copy a link ---
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const said = button.parentElement.querySelector("[data-copied]");
    if (said) said.textContent = said.dataset.copied;
  });
}
