// Opens the filters above the list without loading the list again.
const opener = document.querySelector(".toolbar-filter");

opener?.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const open = document.getElementById("filters");
  if (open) return open.remove();
  opener.ariaBusy = "true";
  try {
    const answer = await fetch(opener.href);
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = html.getElementById("filters");
    if (!form) return location.assign(opener.href);
    opener.closest(".toolbar").after(form);
    form.querySelector("select, input:not([type=hidden])").focus();
  } catch {
    location.assign(opener.href);
  }
  opener.ariaBusy = null;
});

document.addEventListener("click", (event) => {
  if (event.target.id !== "close-filters") return;
  event.preventDefault();
  document.getElementById("filters").remove();
  opener.focus();
});
