// The outline: finds while one types, and moves rows by dragging. Both work without this, by button.
"use strict";
(() => {
  const order = document.getElementById("order");
  const outline = document.querySelector(".outline");
  const find = document.getElementById("find");

  // Words of a question, of its answers and of what uses them; a group is found by its questions.
  const asks = [...outline.querySelectorAll(".ask")];
  const words = new Map();
  const wordsOf = ask => {
    if (!words.has(ask)) words.set(ask, ask.textContent.toLowerCase());
    return words.get(ask);
  };
  const status = document.querySelector("[data-found]");
  find.addEventListener("input", () => {
    const sought = find.value.trim().toLowerCase();
    let found = 0;
    for (const ask of asks) {
      ask.hidden = !wordsOf(ask).includes(sought);
      found += ask.hidden ? 0 : 1;
    }
    for (const branch of outline.querySelectorAll(".branch")) {
      branch.hidden = sought !== "" && !branch.querySelector(".ask:not([hidden])");
    }
    for (const moves of outline.querySelectorAll(".moves")) moves.hidden = sought !== "";
    status.textContent = sought ? `${found} found` : "";
  });

  // A row is dropped among its own: questions of one section, answers of one question.
  let dragged = null;
  const siblings = row => [...row.parentElement.children].filter(each => each.dataset.row);
  const unmark = () => outline.querySelectorAll(".drop-before, .drop-after").forEach(each => each.classList.remove("drop-before", "drop-after"));
  const over = event => {
    const row = event.target.closest("[data-row]");
    let each = row;
    while (each && each.parentElement !== dragged?.parentElement) each = each.parentElement?.closest("[data-row]");
    return each && each !== dragged ? each : null;
  };
  const isBelow = (row, event) => {
    const box = row.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };
  for (const moves of outline.querySelectorAll(".moves")) {
    const handle = document.createElement("span");
    handle.className = "drag";
    handle.draggable = true;
    handle.title = "Drag to move";
    handle.addEventListener("dragstart", event => {
      dragged = handle.closest("[data-row]");
      dragged.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.row);
      event.dataTransfer.setDragImage(dragged, 0, 0);
    });
    handle.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; unmark(); });
    moves.prepend(handle);
  }
  outline.addEventListener("dragover", event => {
    const row = dragged && over(event);
    unmark();
    if (!row) return;
    event.preventDefault();
    row.classList.add(isBelow(row, event) ? "drop-after" : "drop-before");
  });
  outline.addEventListener("drop", event => {
    const row = dragged && over(event);
    if (!row) return;
    event.preventDefault();
    const others = siblings(dragged).filter(each => each !== dragged);
    const to = others.indexOf(row) + (isBelow(row, event) ? 1 : 0);
    for (const [name, value] of [["row", dragged.dataset.row], ["to", to]]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      order.append(input);
    }
    order.submit();
  });

  // The form on the spot is ready to type in. A browser that goes to #add takes the focus from its input once.
  const first = document.querySelector("#add input:not([type=hidden]), #add textarea");
  const ready = () => first?.focus({ preventScroll: true });
  if (location.hash) first?.addEventListener("blur", event => { if (!event.relatedTarget) ready(); }, { once: true });
  ready();
})();
