// What a page can do beyond its forms. Every page works without this; no rule of the questionnaire is here.

// Not reload(): a page that answered a post would ask whether to send it again.
const again = () => location.replace(location.pathname + location.search);
const all = (selector) => [...document.querySelectorAll(selector)];

// --- Errors: read them first, then jump to the question, not to its last line ---
const summary = document.querySelector("[data-error-summary]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  (control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0] ?? control).scrollIntoView();
  control.focus({ preventScroll: true });
});

// --- "None of these" clears the others, and the others clear it ---
for (const list of all("[data-exclusive]")) {
  const alone = new Set(list.dataset.exclusive.split(" "));
  list.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    for (const box of list.querySelectorAll("input[type=checkbox]")) {
      if (box !== target && (alone.has(target.value) || alone.has(box.value))) box.checked = false;
    }
  });
}

// --- A page left unsent is stored as a draft when it is hidden ---
const form = document.querySelector("form[data-draft]");
const typed = () => new URLSearchParams(new FormData(form)).toString();
let stored = form && typed();

const storeDraft = () => {
  if (!form || typed() === stored) return;
  stored = typed();
  const body = new URLSearchParams(stored);
  if (!navigator.sendBeacon(form.dataset.draft, body)) {
    fetch(form.dataset.draft, { method: "POST", body, keepalive: true }).catch(() => { stored = null; });
  }
};

if (form) {
  addEventListener("pagehide", storeDraft);
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") storeDraft(); });
  form.addEventListener("submit", () => { stored = typed(); });
  // A page that comes back from the browser's memory may have been sent since.
  addEventListener("pageshow", (event) => { if (event.persisted) again(); });
}

// --- Two minutes before the session ends, ask; one click goes on ---
const warning = document.querySelector("dialog[data-session-left]");
if (warning) {
  const full = Number(warning.dataset.sessionFull) * 1000;
  const notice = Math.min(120_000, full / 2);
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("intake-session") : null;
  let ends = Date.now() + Number(warning.dataset.sessionLeft) * 1000;

  const watch = () => {
    const left = ends - Date.now();
    if (left <= 0) {
      clearInterval(timer);
      storeDraft();
      again();
    } else if (left <= notice && !warning.open) {
      storeDraft();
      warning.showModal();
    }
  };
  const timer = setInterval(watch, 1000);
  // Another window of the same browser may have asked for more time, or saved a page.
  const heard = (until) => {
    if (until <= ends) return;
    ends = until;
    warning.close();
  };

  tabs?.postMessage(ends);
  tabs?.addEventListener("message", (event) => heard(event.data));
  warning.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await fetch(event.target.action, { method: "POST", body }).catch(() => null);
    if (answer?.status !== 204) return again();
    heard(Date.now() + full);
    tabs?.postMessage(ends);
  });
}

// --- Printing needs script, so the button only shows with it ---
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// --- A copy that is being made: look now and then, and say when it is there ---
const waiting = document.querySelector("[data-until-ready]");
if (waiting) {
  let looks = 0;
  const look = setInterval(async () => {
    looks += 1;
    const answer = await fetch(location.pathname).catch(() => null);
    const page = answer?.ok ? await answer.text() : "data-until-ready";
    if (!page.includes("data-until-ready")) waiting.textContent = waiting.dataset.untilReady;
    if (looks === 40 || !page.includes("data-until-ready")) clearInterval(look);
  }, 3000);
}
