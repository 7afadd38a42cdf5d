"use strict";
// Filter, sort and fold. Without this all of it is still there to read.
document.documentElement.classList.add("js");
const open = (target) => {
  for (let box = target; box; box = box.parentElement) {
    if (box.tagName === "DETAILS") box.open = true;
  }
};
const follow = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  open(target);
  target.scrollIntoView();
};
addEventListener("hashchange", follow);
addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) follow();
});
for (const tools of document.querySelectorAll(".tools[data-for]")) {
  const rows = Array.from(document.querySelectorAll(tools.dataset.for));
  const words = tools.querySelector("input[type=search]");
  const least = tools.querySelector("select");
  const count = tools.querySelector("output");
  const filter = () => {
    const wanted = words ? words.value.toLowerCase() : "";
    const outlets = least ? Number(least.value) : 0;
    let shown = 0;
    for (const row of rows) {
      const fits = row.textContent.toLowerCase().includes(wanted) && Number(row.dataset.outlets || 0) >= outlets;
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = shown + " of " + rows.length;
  };
  for (const field of [words, least]) if (field) field.addEventListener("input", filter);
}
for (const table of document.querySelectorAll("table.sortable")) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const key = (row) => row.cells[column].dataset.value || row.cells[column].textContent.trim();
      const order = Array.from(body.rows).sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        const number = x !== "" && y !== "" && !isNaN(x) && !isNaN(y);
        return (number ? x - y : x.localeCompare(y)) * (down ? -1 : 1);
      });
      body.append(...order);
    });
  });
}
follow();
