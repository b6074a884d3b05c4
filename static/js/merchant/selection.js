// Shows what can be done with the rows that are selected, and how many they are; copies their numbers: into a carrier's form,
// or a message.
const bar = document.getElementById("selection");

if (bar) {
  const number = document.getElementById("selected");
  const whole = document.getElementById("whole-list");
  const boxes = [...document.querySelectorAll(".rows [name=ids]")];
  const clear = document.getElementById("unselect");
  const copies = bar.querySelectorAll("[data-copy]");
  let last;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    number.textContent = whole.checked ? whole.dataset.count : count;
    bar.toggleAttribute("data-used", whole.checked || count > 0);
    // Numbers are those of the rows of this page.
    for (const copy of copies) copy.hidden = whole.checked || !navigator.clipboard;
  };

  // With Shift, all from the last one to this one. All of the list is not all any more without one of its rows.
  const select = ({ target, shiftKey }) => {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = target.checked;
    if (!target.checked) whole.checked = false;
    last = target;
    show();
  };

  const all = (checked) => {
    for (const box of boxes) box.checked = checked;
    whole.checked = checked;
    show();
  };

  for (const box of boxes) box.addEventListener("click", select);
  whole.addEventListener("change", () => all(whole.checked));
  clear.hidden = false;

  const texts = (selector) =>
    boxes
      .filter((box) => box.checked)
      .map((box) => box.closest(".rows > li").querySelector(selector)?.textContent)
      .filter(Boolean);

  bar.addEventListener("click", async ({ target }) => {
    if (target === clear) {
      all(false);
      boxes[0].focus();
    }
    const what = target.dataset.copy;
    if (!what) return;
    await navigator.clipboard.writeText(texts(what === "name" ? ".row-name" : ".row-way :is(a, bdi)").join("\n"));
    const before = target.textContent;
    if (before === bar.dataset.copied) return;
    target.textContent = bar.dataset.copied;
    setTimeout(() => {
      target.textContent = before;
    }, 2000);
  });
  // A browser may keep what was selected when it comes back to the page.
  addEventListener("pageshow", show);
  show();
}
