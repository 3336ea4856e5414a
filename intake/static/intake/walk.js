// The patient's pages: nothing typed is lost, whatever the network does. Every page works without this;
// no rule of the questionnaire is here, and nothing is kept in the browser.

import { ask } from "./ask.js";
import { leftIn, watch } from "./session.js";

const form = document.querySelector("form[data-draft]");
const words = (name) => document.querySelector(`template[data-words="${name}"]`)?.content.textContent.trim() ?? "";
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
// Not reload(): a page that answered a post would ask whether to send it again.
const again = () => location.replace(location.pathname + location.search);

// --- One notice at the top, as long as something is not where it should be ---
// Its place is there before it: a screen reader says what comes into a place that it knows.
const place = document.createElement("div");
place.className = "offline";
place.setAttribute("role", "status");
document.getElementById("main").prepend(place);
// It stays in sight where it leaves room for the page, and what has the focus is never under it.
const fit = () => {
  const high = place.offsetHeight;
  const stays = high < innerHeight * 0.4;
  place.classList.toggle("stays", stays);
  document.documentElement.style.scrollPaddingTop = stays ? `${high}px` : "";
};
new ResizeObserver(fit).observe(place);
const notice = document.createElement("div");
notice.className = "notice urgent";
const tell = (text, retry) => {
  const line = document.createElement("p");
  line.textContent = text;
  notice.replaceChildren(line);
  if (retry) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain";
    button.textContent = words("again");
    button.addEventListener("click", retry);
    notice.append(button);
  }
  place.append(notice);
};
const trouble = () => words(navigator.onLine ? "waiting" : "offline");
const read = (page) => new DOMParser().parseFromString(page, "text/html");
// The server, or a proxy before it, takes no more than a million bytes: to try again would not help.
const isTooLong = (answer) => answer?.status === 400 || answer?.status === 413;
const isShown = (answer) => Boolean(answer?.headers.get("X-Show"));
// What the server shows instead of the next page is told beside what was typed, which would be gone with this one.
const reason = async (answer) => {
  if (isTooLong(answer)) return words("too-long");
  if (!isShown(answer)) return trouble();
  const lines = read(await answer.text()).querySelectorAll("#main > p:not(.notice)");
  return [...lines].map((line) => line.textContent.trim()).join(" ");
};

// --- A draft is stored when the server said so, and is sent again until then ---
const LATE = 30_000; // milliseconds
const LARGEST_KEPT_ALIVE = 60_000; // bytes: browsers refuse to keep larger posts alive
const answers = (from = form) => {
  const fields = new FormData(from);
  for (const stamp of ["csrfmiddlewaretoken", "-seq"]) fields.delete(stamp);
  return new URLSearchParams(fields).toString();
};
// As the server sent the page: on a slow network somebody types before this script is there.
const served = () => {
  const copy = form.cloneNode(true);
  copy.reset();
  return answers(copy);
};
let stored = form && served();
let seq = Number(form?.elements["-seq"]?.value ?? 0);
let sending = null;
let answered = Promise.resolve(); // of the last draft that was sent
let waits = [5, 15, 60];
let turning = false;
let leaving = false;
let waiting = null; // Continue, pressed when nobody answered
let isOver = false;
let goOn = () => {};
const lengthen = (answer) => {
  const left = leftIn(answer);
  if (left) goOn(left);
};

let last = 0;
let soon;
const store = () => {
  if (turning) return void (soon = setTimeout(store, 1_000));
  last = Date.now();
  storeDraft();
};
const storeSoon = () => {
  clearTimeout(soon);
  soon = setTimeout(store, Math.min(2_000, Math.max(0, 10_000 - (Date.now() - last))));
};

const isStored = () => !form || leaving || answers() === stored;

async function storeDraft({ hiding = false } = {}) {
  if (isStored() || (sending && !hiding)) return;
  const typed = answers();
  form.elements["-seq"].value = ++seq;
  const mine = seq;
  const body = new URLSearchParams(new FormData(form)).toString();
  const stop = new AbortController();
  sending = stop;
  try {
    answered = ask(form.dataset.draft, {
      method: "POST",
      body,
      keepalive: body.length < LARGEST_KEPT_ALIVE,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }, { patience: LATE, stop });
    const answer = await answered;
    lengthen(answer);
    if (isTooLong(answer) || isShown(answer)) return tell(await reason(answer));
    if (!answer.ok || Number(answer.headers.get("X-Kept")) !== mine) throw new Error("not stored");
    stored = typed;
    waits = [5, 15, 60];
    if (waiting) return waiting();
    notice.remove();
    if (!isStored()) storeSoon(); // typed while this one was under way
    else if (isOver) again();
  } catch {
    if (sending !== stop) return; // not wanted any more
    tell(trouble(), waiting ?? (() => storeDraft()));
    const wait = waits.shift();
    if (wait) pause(wait).then(() => storeDraft());
  } finally {
    if (sending === stop) sending = null;
  }
}

if (form) {
  const typing = () => {
    waiting = null;
    storeSoon();
  };
  form.addEventListener("input", typing);
  form.addEventListener("change", typing);
  if (!isStored()) storeSoon();
  addEventListener("online", () => storeDraft());
  addEventListener("pagehide", () => storeDraft({ hiding: true }));
  addEventListener("visibilitychange", () => storeDraft({ hiding: document.visibilityState === "hidden" }));
  // A page that comes back from the browser's memory may have been sent since.
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    turning = leaving = false;
    await storeDraft({ hiding: true });
    if (isStored()) again();
  });
}

// --- Continue: the page is left only when the server has answered ---
const PATIENCE = 15_000; // milliseconds
const LONGEST_DRAFT = 3; // seconds
async function freshToken(turned) {
  const page = await ask(location.href, {}, { patience: PATIENCE }).then((answer) => answer.text());
  const token = read(page).querySelector("[name=csrfmiddlewaretoken]");
  if (!token) return false;
  turned.elements.csrfmiddlewaretoken.value = token.value;
  return true;
}

async function turn(turned, button, { isSecondTry = false } = {}) {
  const fields = new URLSearchParams(new FormData(turned));
  if (button?.name) fields.set(button.name, button.value);
  const where = turned.getAttribute("action") || location.pathname + location.search;
  const answer = await ask(where, {
    method: "POST", body: fields, redirect: "manual", headers: { "X-Turn": "script" },
  }, { patience: PATIENCE }).catch(() => null);
  if (answer) lengthen(answer);
  const next = answer?.headers.get("X-Next");
  if (next) {
    leaving = true;
    if (new URL(next, location.href).href === location.href.replace(/#.*/, "")) return again();
    return location.assign(next);
  }
  if (answer?.status === 400 && isShown(answer)) return replace(await answer.text());
  if (answer?.status === 403 && !isShown(answer) && !isSecondTry && (await freshToken(turned).catch(() => false))) {
    return turn(turned, button, { isSecondTry: true });
  }
  const told = await reason(answer);
  if (!isTooLong(answer)) waiting = () => turned.requestSubmit(button ?? undefined);
  tell(told, waiting);
  fit(); // before it is scrolled to: as long as it is empty it stays, and would seem to be in sight
  notice.scrollIntoView({ block: "nearest" });
}

// A page with everything that was typed and what is wrong with it. A browser runs a script once by its name, however
// often a document is written anew.
const replace = (page) => {
  leaving = true;
  document.open();
  document.write(page.replace(/<script[^>]* src="[^"]+/g, `$&?${Date.now()}`));
  document.close();
};

for (const turned of document.querySelectorAll("form[data-turn]")) {
  turned.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (turning) return;
    turning = true;
    waiting = null;
    const button = event.submitter ?? turned.querySelector("button:not([name])");
    const said = button?.textContent;
    if (turned.dataset.turn === "sending" && button) button.textContent = words("sending");
    button?.setAttribute("aria-disabled", "true");
    // A draft that reaches the server together with Continue would come back as a page to finish:
    // one that is under way is waited for, and none is begun before Continue was answered.
    await Promise.race([answered.catch(() => null), pause(LONGEST_DRAFT)]);
    sending?.abort();
    sending = null;
    if (turned === form) form.elements["-seq"].value = ++seq;
    await turn(turned, button);
    // Where the next page does not come, or was stopped, this one can be used again.
    if (leaving) await pause(PATIENCE / 1000);
    if (!turned.isConnected) return;
    turning = leaving = false;
    button?.removeAttribute("aria-disabled");
    if (button) button.textContent = said;
  });
}
// What waited for the network goes on by itself once it is back.
addEventListener("online", () => { if (notice.isConnected) notice.querySelector("button")?.click(); });

// --- The session: what was typed is stored before it ends, and the page is left when it is over ---
const warning = document.querySelector("dialog[data-session-left]");
if (warning) {
  const leaveOnceStored = async () => {
    await storeDraft({ hiding: true });
    if (isStored()) again();
  };
  goOn = watch(warning, {
    channel: "intake-session",
    full: Number(warning.dataset.sessionFull) * 1000,
    left: Number(warning.dataset.sessionLeft) * 1000,
    soon: () => storeDraft(),
    over: () => {
      isOver = true;
      return leaveOnceStored();
    },
    refused: leaveOnceStored,
  });
}

// --- A paired tablet: it goes where the desk, or the end of the form, sends it ---
const tablet = document.querySelector("[data-shows]")?.dataset;
if (tablet) {
  const leave = async () => {
    await Promise.race([storeDraft({ hiding: true }), pause(LONGEST_DRAFT)]);
    leaving = true;
    location.replace(tablet.onward);
  };
  // While somebody answers, the form itself says that there is no network.
  const alone = warning ? {} : { lost: () => tell(words("alone")), found: () => notice.remove() };
  import("./tablet.js").then(({ follow }) => follow(tablet, { leave, ...alone }));
}
const READ = 20; // seconds: two sentences, then the tablet is ready for the next patient
const goesOn = document.querySelector("[data-goes-on]")?.dataset.goesOn;
// Only once the clinic's computer answers: the browser's own page would stay there until somebody comes.
const waitForTheNext = () => ask(goesOn, {}, { patience: PATIENCE }).then(
  () => location.replace(goesOn),
  () => pause(5).then(waitForTheNext),
);
if (goesOn) pause(READ).then(waitForTheNext);

// --- The page of photos ---
const photo = document.querySelector("form[data-photo]");
if (photo) import("./photos.js").then(({ photograph }) => photograph(photo, words));

// --- Checking: the line that was changed has the focus ---
if (location.hash.startsWith("#answer-")) document.getElementById(location.hash.slice(1))?.focus();
