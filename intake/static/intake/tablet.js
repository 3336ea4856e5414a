// A paired tablet asks every few seconds whether it shows what it should, and leaves the page by itself.

import { ask } from "./ask.js";

const EVERY = 5_000; // milliseconds
const LATE = 10_000;
const FAILURES = 2; // one may be a moment without network

export const follow = ({ now, shows }, { leave, lost, found }) => {
  let failed = 0;
  const look = async () => {
    const answer = await ask(now, { cache: "no-store" }, { patience: LATE })
      .then((said) => (said.ok ? said.json() : null))
      .catch(() => null);
    if (answer && answer.shows !== shows) return leave();
    failed = answer ? 0 : failed + 1;
    if (failed === FAILURES) lost?.();
    if (answer) found?.();
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
};
