// What a page can do beyond its forms. Every page works without this; no rule of the questionnaire is here.

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
