// The page of photos. Without this a photo is chosen, and then "Add this photo" is pressed; with it one tap on
// the camera is enough, and what is too large is told before it goes over the line.

const PATIENCE = 15_000; // milliseconds

// `words` says what stands in the page under a name.
export const photograph = (form, words) => {
  let sending = false;
  const button = form.querySelector(".actions .button");
  const said = button.textContent;
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const measure = (input) =>
    input.setCustomValidity(input.files[0]?.size > Number(input.dataset.most) ? words("too-large") : "");
  // On a slow network one was chosen before this was there: only the button sends it.
  form.querySelector("[data-at-once]").hidden = inputs.some((input) => input.files.length);
  for (const input of inputs) {
    measure(input);
    input.addEventListener("change", () => {
      for (const other of inputs) {
        if (other === input) continue;
        other.value = ""; // one photo at a time: what was refused there would refuse this one as well
        other.setCustomValidity("");
      }
      measure(input);
      sending = false; // another is chosen: the one before was stopped, or is no longer wanted
      if (input.files.length && input.reportValidity()) form.requestSubmit();
    });
  }
  form.addEventListener("submit", (event) => {
    if (sending) return void event.preventDefault();
    sending = true;
    button.textContent = words("sending");
    button.setAttribute("aria-disabled", "true");
    // It may have been stopped; a browser tells nobody, nor that the same photo was chosen again.
    setTimeout(() => {
      sending = false;
      button.textContent = said;
      button.removeAttribute("aria-disabled");
    }, PATIENCE);
  });
  // Back from the next page: the browser may show this one as it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
};
