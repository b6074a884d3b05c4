// In a frame on the shop's page: tells that page how high this one is, and what it is called.
const embedders = document.querySelector("meta[name=embedders]")?.content.split(" ");

if (embedders && window.parent !== window) {
  let shop;

  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (shop) window.parent.postMessage({ height, title: document.title }, shop);
  };

  // Only who asks is told, and only where our own headers let it frame us.
  window.addEventListener("message", ({ source, origin }) => {
    if (source !== window.parent || !embedders.includes(origin)) return;
    shop = origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.body);

  // Other sites refuse to be shown in here.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href^=http]");
    if (link && link.origin !== location.origin) link.target = "_blank";
  });

  // Browsers leave autofocus aside in another site's frame; a reader who was here already is still here. The page around
  // moves only as far as it must.
  if (document.hasFocus()) {
    const summary = document.querySelector("[autofocus]");
    summary?.focus({ preventScroll: true });
    summary?.scrollIntoView({ block: "nearest" });
  }
}
