// Shows the next order in the frame without loading the list again; the arrow keys lead from one to the next.
const links = [...document.querySelectorAll(".preview-beside")];
const [phone, title, before, after, alone] = ["phone", "shown", "before", "after", "alone"].map((id) =>
  document.getElementById(id),
);
const chosen = document.querySelector("input[name=show]");
let current = links.findIndex((link) => link.hasAttribute("aria-current"));

const isVisible = () => phone.getClientRects().length > 0;
const neighbor = (step) => (current + step + links.length) % links.length;

function show(index) {
  links[current].removeAttribute("aria-current");
  current = index;
  const link = links[current];
  link.setAttribute("aria-current", "true");
  link.scrollIntoView({ block: "nearest" });
  title.textContent = link.firstElementChild.textContent;
  before.href = links[neighbor(-1)].href;
  after.href = links[neighbor(1)].href;
  alone.href = link.dataset.page;
  chosen.value = new URL(link.href).searchParams.get("show");
  history.replaceState(null, "", link.href);
  phone.contentWindow.location.replace(link.dataset.frame);
}

function onClick(event, index) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(index);
}

function onKey(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !isVisible()) return;
  if (event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  show(neighbor(step));
}

// The frame has the keyboard once something in it was pressed; a page of another site would be refused in it.
function onLoad() {
  const inside = phone.contentDocument;
  if (!inside) return;
  inside.addEventListener("keydown", onKey);
  for (const link of inside.links) {
    if (link.host !== location.host) link.target = "_blank";
  }
}

if (phone) {
  links.forEach((link, index) => link.addEventListener("click", (event) => onClick(event, index)));
  before.addEventListener("click", (event) => onClick(event, neighbor(-1)));
  after.addEventListener("click", (event) => onClick(event, neighbor(1)));
  document.addEventListener("keydown", onKey);
  phone.addEventListener("load", onLoad);
  onLoad();
}
