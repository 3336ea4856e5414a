// The page of photos. Without this a photo is chosen, and then "Add this photo" is pressed; with it one tap on
// the camera is enough, and what is too large is told before it goes over the line.

const PATIENCE = 15_000; // milliseconds

// `words` says what stands in the page under a name.
export const photograph = (form, words) => {
  form.querySelector("[data-at-once]").hidden = false;
  let sending = false;
  const button = form.querySelector(".actions .button");
  const said = button.textContent;
  const inputs = form.querySelectorAll("input[type=file]");
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      for (const other of inputs) {
        if (other === input) continue;
        other.value = ""; // one photo at a time: what was refused there would refuse this one as well
        other.setCustomValidity("");
      }
      input.setCustomValidity(file?.size > Number(input.dataset.most) ? words("too-large") : "");
      sending = false; // another is chosen: the one before was stopped, or is no longer wanted
      if (file && input.reportValidity()) form.requestSubmit();
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
