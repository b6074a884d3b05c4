// Keys for the list: j and k lead from order to order, o opens one, x selects it, / searches, ? says all this.
const help = document.getElementById("keys");

if (help) {
  const OFF = "keys-off";
  const isOn = document.getElementById("keys-on");
  const names = () => [...document.querySelectorAll(".row-name")];
  const current = () => document.activeElement.closest(".rows > li");

  const move = (step) => {
    const all = names();
    const at = all.indexOf(current()?.querySelector(".row-name"));
    const next = at < 0 ? all[0] : all[at + step];
    next?.focus({ focusVisible: true });
    next?.closest(".rows > li").scrollIntoView({ block: "nearest" });
  };

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    o: () => current()?.querySelector(".row-name").click(),
    x: () => current()?.querySelector("[name=ids]")?.click(),
    "/": () => document.getElementById("q").focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyped = target.closest("input:not([type=checkbox]), select, textarea, dialog[open]");
    if (event.ctrlKey || event.metaKey || event.altKey || isTyped || !Object.hasOwn(acts, key)) return;
    // Turned off, one key is left: the one that turns them on again.
    if (!isOn.checked && key !== "?") return;
    event.preventDefault();
    acts[key]();
  });

  // Storage may be forbidden in the frame of another site.
  try {
    isOn.checked = !localStorage.getItem(OFF);
    isOn.addEventListener("change", () => {
      if (isOn.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  } catch {
    // They stay on until the page is left.
  }
}
