// Copies a tracking number, and says so. The class hides the buttons: css/components/tracking.css.
if (navigator.clipboard) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const word = button.querySelector("span");
    const before = word.textContent;
    if (before === button.dataset.copied) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = button.dataset.copied;
    document.getElementById("news").textContent = button.dataset.copied;
    setTimeout(() => {
      word.textContent = before;
    }, 2000);
  });
} else {
  document.documentElement.classList.add("no-clipboard");
}
