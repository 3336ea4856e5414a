// The talk keeps what is typed while it is typed. Without this every button of the page does it.

const RETRY = 5_000;
const PAUSE = 400;
const form = document.querySelector("form[data-kept]");
const fields = form ? [...form.querySelectorAll("[data-keep]")] : [];
const known = new Map(fields.map((field) => [field, field.value]));
let timer = null;
let isSending = false;

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

// Only what the server has said it keeps counts as saved; a lost network is tried again.
const keep = async () => {
  const some = changed();
  if (!some.length || isSending) return;
  isSending = true;
  const sent = some.map((field) => [field, field.value]);
  const answer = await fetch(form.dataset.kept, {
    method: "POST", body: body(some), headers: { Accept: "application/json" }, redirect: "error",
  }).catch(() => null);
  isSending = false;
  const is_kept = answer?.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
  for (const [field, value] of sent) {
    if (is_kept) known.set(field, value);
    if (is_kept) dispatchEvent(new Event("intake:kept"));
    say(field, is_kept ? form.dataset.saved : form.dataset.unsaved);
  }
  if (changed().length) wait(is_kept ? PAUSE : RETRY);
};

const wait = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(keep, milliseconds);
};

// A page that is left sends what is not saved yet; the request outlives it.
const leave = () => {
  const some = changed();
  if (some.length) fetch(form.dataset.kept, { method: "POST", body: body(some), keepalive: true }).catch(() => {});
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
  form.addEventListener("submit", () => { for (const field of fields) known.set(field, field.value); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// --- Tick all only ticks; what is ticked is counted on the button ---
const ticks = () => [...document.querySelectorAll(".list input[name=told]")];
const counted = document.querySelector("[data-ticked]");
const count = () => { if (counted) counted.textContent = ` (${ticks().filter((tick) => tick.checked).length}/${ticks().length})`; };
document.querySelector("[data-tick-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const tick of ticks()) tick.checked = true;
  count();
});
document.querySelector(".list")?.addEventListener("change", count);
count();

// --- A way picked for a hold leads to the field that says what was seen ---
form?.addEventListener("change", ({ target }) => {
  if (target.type === "radio" && target.name.startsWith("way-")) {
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
  button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim()));
}
