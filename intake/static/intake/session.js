// Two minutes before a session ends, ask; one click goes on. Any request of any tab makes it last longer.

import { ask } from "./ask.js";

const PATIENCE = 10_000; // milliseconds

// What is left of a session in milliseconds, as an answer to a patient's page says it; 0 where it does not.
export const leftIn = (answer) => Number(answer.headers.get("X-Left")) * 1000;

// `full` is how long a session lasts unused, `left` what is left of this one, `most` when it ends whatever is done.
export const watch = (dialog, { channel, full, left = full, most = Infinity, soon, over, refused }) => {
  const early = Math.min(120_000, full / 2);
  const last = Date.now() + most;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(channel) : null;
  let ends = Math.min(Date.now() + left, last);
  let asked = 0;

  const heard = (until) => {
    if (until < ends + 1000) return; // a server tells whole seconds
    ends = Math.min(until, last);
    dialog.close();
  };
  const goOn = (lasts = full) => {
    heard(Date.now() + lasts);
    dialog.close();
    tabs?.postMessage(ends);
  };
  const timer = setInterval(() => {
    if (!dialog.isConnected) return clearInterval(timer); // another page was written in place of this one
    const rest = ends - Date.now();
    if (rest <= 0) {
      clearInterval(timer);
      dialog.close();
      over?.();
    } else if (rest <= early && asked !== ends) {
      asked = ends; // whoever closes it has read it
      soon?.();
      dialog.showModal();
    }
  }, 1000);

  tabs?.postMessage(ends);
  tabs?.addEventListener("message", ({ data }) => heard(data));
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await ask(event.target.action, { method: "POST", body }, { patience: PATIENCE }).catch(() => null);
    if (answer?.status === 204) return goOn(leftIn(answer) || full);
    if (!refused) return; // what it says is still so
    dialog.close();
    refused();
  });
  return goOn;
};
