// Only adds: in the grid Enter goes to the next row and Ctrl+Enter enters all; one menu is open at a time.
const grid = document.querySelector(".grid");
grid?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName === "BUTTON") return;
  if (event.ctrlKey || event.metaKey) return grid.requestSubmit();
  event.preventDefault();
  const rows = [...grid.querySelectorAll(":scope > fieldset")];
  const next = rows[rows.indexOf(event.target.closest(".grid > fieldset")) + 1];
  next?.querySelector("input")?.focus();
});
document.querySelectorAll("details.more").forEach((menu, _at, menus) => {
  menu.addEventListener("toggle", () => {
    if (menu.open) menus.forEach((other) => { if (other !== menu) other.open = false; });
  });
});
document.querySelector(".problem")?.focus();
