// A paired tablet asks every few seconds whether it shows what it should, and leaves the page by itself.

const EVERY = 5_000; // milliseconds
const FAILURES = 2; // one may be a moment without network

export const follow = ({ now, shows }, { leave, lost, found }) => {
  let failed = 0;
  const look = async () => {
    const answer = await fetch(now, { cache: "no-store" })
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
