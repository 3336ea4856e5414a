// Two minutes before the session of staff ends, ask; one click goes on. A page with something typed is never left.

const NOTICE = 120_000;
const warning = document.querySelector("dialog[data-stays]");
if (warning) {
  const full = Number(warning.dataset.session) * 1000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("intake-staff") : null;
  let ends = Date.now() + full;

  const watch = () => {
    const left = ends - Date.now();
    if (left <= 0) {
      clearInterval(timer);
      warning.close();
    } else if (left <= NOTICE && !warning.open) {
      warning.showModal();
    }
  };
  const timer = setInterval(watch, 1000);
  // Any request of any tab makes the session last longer.
  const heard = (until) => {
    if (until <= ends) return;
    ends = until;
    warning.close();
  };

  tabs?.postMessage(ends);
  tabs?.addEventListener("message", (event) => heard(event.data));
  addEventListener("intake:kept", () => { heard(Date.now() + full); tabs?.postMessage(ends); });
  warning.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target));
    const answer = await fetch(event.target.action, { method: "POST", body }).catch(() => null);
    if (answer?.status !== 204) return warning.close();
    heard(Date.now() + full);
    tabs?.postMessage(ends);
  });
}
