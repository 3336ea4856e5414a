// A request that nobody answers is given up: a network that only seems to be there answers nothing for minutes.

// `patience` in milliseconds; `stop` where the page itself may think better of it.
export const ask = (address, how, { patience, stop = new AbortController() }) => {
  const late = setTimeout(() => stop.abort(), patience);
  return fetch(address, { ...how, signal: stop.signal }).finally(() => clearTimeout(late));
};
