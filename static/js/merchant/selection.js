// Rows can be selected, and the numbers of those that are copied: into a carrier's form, or a message.
const bar = document.getElementById("selection");

if (bar && navigator.clipboard) {
  const number = document.getElementById("selected");
  const boxes = [];
  let last;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    number.textContent = count;
    bar.hidden = !count;
  };

  // With Shift, all from the last one to this one.
  const select = ({ target, shiftKey }) => {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = target.checked;
    last = target;
    show();
  };

  for (const name of document.querySelectorAll(".row-name")) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "row-select";
    box.ariaLabel = bar.dataset.select.replace("{order}", name.textContent);
    box.addEventListener("click", select);
    name.before(box);
    boxes.push(box);
  }

  const texts = (selector) =>
    boxes
      .filter((box) => box.checked)
      .map((box) => box.closest(".rows > li").querySelector(selector)?.textContent)
      .filter(Boolean);

  bar.addEventListener("click", async ({ target }) => {
    if (target.id === "unselect") {
      for (const box of boxes) box.checked = false;
      show();
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
  show();
}
