// Copies a tracking number, and says so.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest(".copy");
  if (!button) return;
  // Over plain http there is no clipboard: what is selected can be copied by hand.
  if (!navigator.clipboard) return getSelection().selectAllChildren(button.previousElementSibling);
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
