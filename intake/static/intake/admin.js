// Buttons beside every drag handle, and names for what a screen reader finds nameless.
import { ask } from "./ask.js";

(() => {
  const PATIENCE = 10_000; // milliseconds
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "move";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const named = row => (row.querySelector(".original p, th a, td a")?.firstChild?.textContent ?? "row").trim().slice(0, 60);
  const buttons = (row, place, move) => place.append(
    button("↑", `Move ${named(row)} up`, event => move(row, row.previousElementSibling, event)),
    button("↓", `Move ${named(row)} down`, event => move(row, row.nextElementSibling, event)),
  );
  const swap = (row, other) => row.previousElementSibling === other ? other.before(row) : other.after(row);

  // Rows of a form: the order is saved with the form.
  for (const fieldset of document.querySelectorAll("fieldset.sortable")) {
    for (const row of fieldset.querySelectorAll("tr.has_original")) {
      buttons(row, row.querySelector("td.original p"), (moved, other, event) => {
        if (!other?.classList.contains("has_original")) return;
        swap(moved, other);
        fieldset.querySelectorAll("tr.has_original input._reorder_").forEach((input, place) => { input.value = place + 1; });
        event.target.focus();
      });
    }
  }

  // Rows of a list: the order is saved at once.
  const config = document.getElementById("admin_sortable2_config");
  const list = document.querySelector("#result_list tbody");
  if (config && list) {
    const address = JSON.parse(config.textContent).update_url;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    const handle = row => row?.querySelector(".drag.handle");
    const place = row => [handle(row).getAttribute("pk"), handle(row).getAttribute("order")];
    const trouble = document.createElement("p");
    trouble.className = "unmoved";
    trouble.setAttribute("role", "alert");
    let isMoving = false;
    const move = async (row, other, event) => {
      if (isMoving || !handle(other)) return; // a second click would put it back on the screen only
      isMoving = true;
      trouble.remove();
      const [[pk, order], [otherPk, otherOrder]] = [place(row), place(other)];
      const answer = await ask(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ updatedItems: [[pk, Number(otherOrder)], [otherPk, Number(order)]] }),
      }, { patience: PATIENCE }).catch(() => null);
      isMoving = false;
      if (!answer) {
        // Where the answer was lost on its way, the row may have been moved.
        trouble.textContent = navigator.onLine
          ? "The clinic's computer did not answer. Reload the page to see the order that is saved."
          : "Nothing was moved: you are offline. Try again when you are back online.";
        event.target.parentElement.append(trouble);
        return;
      }
      // Whoever is no longer signed in is led to a page that is well, and nothing was moved.
      if (!answer.ok || answer.redirected) return location.reload();
      handle(row).setAttribute("order", otherOrder);
      handle(other).setAttribute("order", order);
      swap(row, other);
      event.target.focus();
    };
    for (const row of list.rows) if (handle(row)) buttons(row, handle(row).parentElement, move);
  }

  // Headings of columns that hold handles or links, and pickers, which hide the input that has the label.
  for (const heading of document.querySelectorAll("th:empty")) {
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = heading.classList.contains("original") ? "Order" : "Delete";
    heading.append(words);
  }
  document.getElementById("searchbar")?.setAttribute("aria-label", "Search");
  const namePickers = () => {
    for (const input of document.querySelectorAll("select.admin-autocomplete")) {
      const name = input.getAttribute("aria-label") ?? input.labels[0]?.textContent ?? "";
      if (!name) continue;
      for (const part of input.parentElement.querySelectorAll("[role=combobox], [role=textbox]")) {
        part.setAttribute("aria-label", name.trim().replace(/:$/, ""));
        if (part.getAttribute("role") === "combobox") part.removeAttribute("aria-labelledby");
      }
    }
  };
  // After Django's own script has made them: jQuery calls its listeners in the order they came.
  window.django?.jQuery?.(namePickers);
  document.addEventListener("formset:added", () => setTimeout(namePickers));

  // Words are counted while they are typed; without this the count stands as it was saved.
  for (const input of document.querySelectorAll("[data-words]")) {
    const most = Number(input.dataset.words);
    const count = document.createElement("p");
    count.className = "help word-count";
    const show = () => {
      const parts = input.dataset.lines ? input.value.split("\n") : [input.value];
      const counts = parts.map(part => part.split(/\s+/).filter(Boolean).length);
      const longest = Math.max(...counts);
      count.textContent = `${input.dataset.lines ? "Longest line: " : ""}${longest} of ${most} words`;
      count.classList.toggle("over", longest > most);
    };
    input.addEventListener("input", show);
    show();
    input.closest(".form-row").append(count);
  }

  for (const printer of document.querySelectorAll("[data-prints]")) {
    printer.hidden = false;
    printer.addEventListener("click", () => print());
  }
})();
