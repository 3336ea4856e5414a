// What the discussion page can do beyond its links. Every page works without this.

// --- A link into a closed part opens it; browsers that know this by themselves do it as well ---
const reveal = () => {
  const aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!aim) return;
  for (let closed = aim.closest("details"); closed; closed = closed.parentElement.closest("details")) {
    closed.open = true;
  }
  aim.querySelector(":scope > .checked > details")?.setAttribute("open", "");
  aim.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

// --- The way around the page stands open where there is room for it ---
const contents = document.querySelector(".contents > details");
const isWide = matchMedia("(min-width: 64rem)");
const unfold = () => { contents.open = isWide.matches; };
if (contents) {
  isWide.addEventListener("change", unfold);
  unfold();
  contents.addEventListener("click", ({ target }) => { if (target.closest("a") && !isWide.matches) contents.open = false; });
}
