// One line in a page of the shop puts the order tracking beside itself:
// <script src="https://track.example.com/embed.js" data-color="#1f6b57" data-language="nb" data-order="1001"></script>
(() => {
  const script = document.currentScript;
  const { color, language, order, scheme, title = "Track your order" } = script.dataset;
  const HIGHEST = 50000;

  // Light or dark as the page around it, which may know only one of them.
  const around = getComputedStyle(script.parentElement).colorScheme;
  const dark = around.includes("dark");
  const wishes = {
    lang: language ?? document.documentElement.lang,
    color,
    order,
    scheme: scheme ?? (dark && around.includes("light") ? "" : dark ? "dark" : "light"),
  };
  const page = new URL("widget", script.src);
  for (const [name, wish] of Object.entries(wishes)) if (wish) page.searchParams.set(name, wish);

  const frame = document.createElement("iframe");
  frame.src = page;
  frame.title = title;
  frame.allow = "clipboard-write";
  // As high as the form will be, so that nothing moves when it tells its height.
  const lowest = script.parentElement.clientWidth < 480 ? 760 : 660;
  frame.style.cssText = `display:block;width:100%;min-height:${lowest}px;border:0`;

  // Where the frame is refused, or nothing comes: a plain link, which tells the merchant why if asked by #embed-check.
  const giveUp = () => {
    const link = document.createElement("a");
    const check = location.hash === "#embed-check";
    link.href = new URL(check ? `embed-check?url=${encodeURIComponent(location.origin)}` : ".", script.src);
    link.textContent = check ? "Why is the order tracking not here?" : title;
    frame.replaceWith(link);
  };
  let patience = setTimeout(giveUp, 20000);
  let loads = 0;

  frame.addEventListener("load", () => {
    clearTimeout(patience);
    patience = setTimeout(giveUp, 3000);
    frame.contentWindow.postMessage("height", page.origin);
    // The next page begins at its top, where a reader who was at the end of the last one does not look.
    if (loads++ && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== page.origin) return;
    const { height, title } = data ?? {};
    if (!Number.isInteger(height) || height < 1 || height > HIGHEST) return;
    clearTimeout(patience);
    frame.style.height = `${height}px`;
    if (typeof title === "string") frame.title = title;
  });

  script.after(frame);
})();
