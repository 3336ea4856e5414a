// The session of staff: a page with something typed is never left, it asks before it ends.

import { watch } from "./session.js";

const warning = document.querySelector("dialog[data-session]");
if (warning) {
  const goOn = watch(warning, {
    channel: "intake-staff",
    full: Number(warning.dataset.session) * 1000,
    most: Number(warning.dataset.most) * 1000,
  });
  addEventListener("intake:kept", () => goOn());
}
