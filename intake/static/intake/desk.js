// Only adds: in the grid Enter goes to the next row, a new one after the last, and Ctrl+Enter enters all; one menu is
// open at a time; a schedule may be pasted anywhere on its page.
const grid = document.querySelector(".grid");
const addRow = (rows) => {
  const last = rows.at(-1), number = rows.length + 1;
  if (number > Number(grid.dataset.most)) return null;
  const row = last.cloneNode(true);
  row.querySelectorAll(".ask, .error-line").forEach((line) => line.remove());
  row.querySelectorAll("legend, .read").forEach((line) => {
    line.textContent = line.matches("legend") ? line.textContent.replace(/\d+/, number) : "";
  });
  for (const name of ["id", "name", "for"]) {
    row.querySelectorAll(`[${name}]`).forEach((each) => {
      each.setAttribute(name, each.getAttribute(name).replace(/\d+$/, number));
    });
  }
  row.querySelectorAll("input").forEach((box) => { box.value = ""; });
  row.querySelectorAll("select").forEach((list) => { list.selectedIndex = 0; });
  last.after(row);
  return row;
};
grid?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.matches("a, button")) return;
  if (event.ctrlKey || event.metaKey) return grid.requestSubmit();
  event.preventDefault();
  const rows = [...grid.querySelectorAll(":scope > fieldset")];
  const next = rows[rows.indexOf(event.target.closest(".grid > fieldset")) + 1] ?? addRow(rows);
  next?.querySelector("input")?.focus();
});
document.querySelectorAll("details.more").forEach((menu, _at, menus) => {
  menu.addEventListener("toggle", () => {
    if (menu.open) menus.forEach((other) => { if (other !== menu) other.open = false; });
  });
});
document.querySelector(".problem")?.focus();
const schedule = document.querySelector("textarea[name=pasted]:not([hidden])");
if (schedule) {
  document.addEventListener("paste", (event) => {
    if (event.target.closest("input, textarea")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!text) return; // a picture is no schedule, and takes the place of none
    event.preventDefault(); // it would be pasted once more where the focus goes
    schedule.value = text;
    schedule.focus();
  });
}
