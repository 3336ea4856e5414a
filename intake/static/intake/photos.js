// The page of photos. Without this a photo is chosen, and then "Add this photo" is pressed; with it one tap on
// the camera is enough, and what is too large is told before it goes over the line.

// `words` says what stands in the page under a name.
export const photograph = (form, words) => {
  form.querySelector("[data-at-once]").hidden = false;
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.setCustomValidity(file?.size > Number(input.dataset.most) ? words("too-large") : "");
      if (file && input.reportValidity()) form.requestSubmit();
    });
  }
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) return void event.preventDefault();
    sending = true;
    const button = form.querySelector(".actions .button");
    button.textContent = words("sending");
    button.setAttribute("aria-disabled", "true");
  });
  // Back from the next page: the browser may show this one as it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
};
