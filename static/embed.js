// One line in a page of the shop shows the order tracking where it stands; docs/shop.md has the attributes:
// <script src="https://track.example.com/embed.js" data-color="#1f6b57" data-language="nb" data-order="1001"></script>
(() => {
  const HIGHEST = 50000;
  // By language; tracking/web/branding/setup.py adds those of the site, and that of a page in none of them.
  const TITLES = { "": "Track your order" };
  // Marks our frames and links: as an attribute, which a copy of the page keeps, and as a property, which it loses.
  const MARK = "data-order-tracking";
  // Lines that have no place of their own; the last is how Google's Tag Manager puts them into a page.
  const NOWHERE = "head *, html > *, body > [style^='display: none; visibility: hidden'] *";
  const isPlaced = (script) => script.isConnected && !script.matches(NOWHERE);
  const warn = (words) => console.warn(`Order tracking: ${words}`);

  // A module, and a script in a shadow root, is not told its element: a stack trace has its address.
  const current = document.currentScript;
  const address = current?.src || `${Error().stack}`.match(/https?:\S+?(?=:\d+:\d+\)?$)/m)?.[0];
  const isOwn = (node) => node.localName === "script" && node.src === address && !node[MARK];
  const ownIn = (root) =>
    [...root.querySelectorAll("*")].flatMap((node) => (node.shadowRoot ? ownIn(node.shadowRoot) : isOwn(node) ? node : []));

  const show = (script) => {
    if (script[MARK]) return;
    script[MARK] = true;
    const { body, documentElement: root } = document;
    const { color, heading, language: lang = root.lang, order, scheme, site } = script.dataset;
    const title = script.dataset.title ?? TITLES[lang.split(/[-_]/)[0].toLowerCase()] ?? TITLES[""];
    const base = site?.replace(/\/+$|$/, "/") || address;

    // Without a place, it is the end of the page; in a table, before it, as browsers do with what is in no cell.
    const placed = isPlaced(script);
    const table = placed && script.parentElement?.matches("table, thead, tbody, tfoot, tr") && script.closest("table");
    const spot = table || script;
    const around = placed ? (spot.parentElement ?? spot.getRootNode().host) : (body ?? root);

    // As light or dark as the page around it: its words are legible on its background, so ours are beside them. It
    // follows the reader if the page says that it does so, and has done it.
    const look = getComputedStyle(around);
    const [red, green, blue] = look.color.match(/\b[\d.]+/g);
    const is = (look.color[2] === "b" ? red * 2 + green * 5 + +blue > 1024 : red > 0.5) ? "dark" : "light";
    const follows = /light d|dark l/.test(look.colorScheme) && matchMedia(`(prefers-color-scheme:${is})`).matches;
    const wishes = { lang, languages: lang && "off", color, heading, order, scheme: scheme ?? (follows ? "" : is) };
    const locate = (path, params) => {
      const url = new URL(path, base);
      for (const [name, value] of Object.entries(params)) if (value) url.searchParams.set(name, value);
      return url;
    };
    const page = locate("widget", wishes);

    // Takes away what stands in a copy of the page, as Turbo shows it on the way back.
    const added = () => [...document.querySelectorAll(`[${MARK}]`)].filter((node) => node[MARK] || node.remove());
    // A theme may run the line again beside its frame.
    const isTwin = (node) => node?.[MARK] === page.href;
    const others = added();
    if (placed ? isTwin(table ? table.previousSibling : script.nextElementSibling) : others.some(isTwin)) return;

    const create = (name) => {
      const node = document.createElement(name);
      node.setAttribute(MARK, "");
      node[MARK] = page.href;
      return node;
    };
    const frame = create("iframe");
    frame.src = page;
    frame.title = title;
    frame.allow = "clipboard-write";
    // As high as the form will be, so that nothing moves when it tells its height; as wide as there is room, also where
    // what is around it is as wide as its content. A frame of another color scheme would not be transparent.
    const lowest = ((around.clientWidth || innerWidth) < 480 ? 473 : 457) - (heading === "off" && 45);
    const style = (height) => {
      frame.style.cssText = `display:block;width:100vw;max-width:100%;height:${height}px;min-height:${height}px;border:0;color-scheme:${wishes.scheme || "light dark"}`;
    };
    style(lowest);

    let shown = frame;
    let patience;
    let loads = 0;
    let heard;
    const wait = (time) => {
      clearTimeout(patience);
      patience = setTimeout(refuse, time);
    };
    const ask = () => {
      frame.contentWindow?.postMessage("height", "*");
      if (!heard) wait(3000);
    };

    // Where the frame is refused, or nothing comes: a plain link, which tells the merchant why if asked by #embed-check.
    const giveUp = (why) => {
      clearTimeout(patience);
      const link = create("a");
      const check = location.hash === "#embed-check";
      link.href = locate(check ? checkPath : ".", check ? {} : { lang, order });
      link.textContent = check ? "Why is the order tracking not here?" : title;
      frame.replaceWith(link);
      shown = link;
      warn(`only a link is shown. ${why}`);
    };
    const checkPath = `embed-check?url=${encodeURIComponent(location.origin)}`;
    const refuse = () => {
      // A frame that is not displayed has refused nothing: it is asked when it is.
      if (!frame.offsetWidth || document.prerendering) return;
      const origins = [...new Set([origin, ...(location.ancestorOrigins ?? [])])].join(" ");
      giveUp(
        origin === "null"
          ? "This page is sandboxed or a file, where browsers refuse the frame."
          : `${page.origin} is down, or its setting EMBED_ORIGINS="${origins}" is missing: ${new URL(checkPath, base)}`,
      );
    };
    const onViolation = ({ blockedURI, disposition, effectiveDirective }) => {
      if (shown === frame && disposition === "enforce" && effectiveDirective === "frame-src" && page.href.startsWith(blockedURI))
        giveUp(`Add ${page.origin} to frame-src in the Content-Security-Policy of this page.`);
    };
    const onMessage = ({ source, origin, data }) => {
      if (!frame.isConnected) removeEventListener("message", onMessage);
      if (source !== frame.contentWindow || origin !== page.origin) return;
      const { height, title } = data ?? {};
      if (!Number.isInteger(height) || height < 0 || height > HIGHEST) return;
      heard = true;
      clearTimeout(patience);
      removeEventListener("securitypolicyviolation", onViolation);
      // Not displayed.
      if (!height) return;
      style(height);
      if (typeof title === "string") frame.title = title;
    };
    frame.addEventListener("load", () => {
      addEventListener("message", onMessage);
      heard = false;
      ask();
      // The next page begins at its top, where a reader who was at the end of the last one does not look.
      if (loads++ && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    });
    addEventListener("securitypolicyviolation", onViolation);
    let width;
    new ResizeObserver(() => {
      if (!width && frame.offsetWidth && loads) ask();
      width = frame.offsetWidth;
    }).observe(frame);
    wait(20000);

    if (table) return table.before(frame);
    if (placed) return script.after(frame);
    // Turbo and its like replace the body: the same page gets its frame back.
    const { pathname } = location;
    const append = () => {
      if (location.pathname !== pathname || shown.isConnected) return;
      added();
      document.body?.append(shown);
    };
    append();
    new MutationObserver(append).observe(root, { childList: true });
    if (body?.localName !== "body") warn("it waits until this page has a body.");
  };

  const start = () => {
    // jQuery runs a line as a copy in the head.
    if (current) return attempt(isPlaced(current) ? current : (ownIn(document).find(isPlaced) ?? current));
    const found = ownIn(document);
    if (!found[0]) warn("its line is not found, so it stands at the end of the page.");
    for (const script of found[0] ? found : [document.createElement("script")]) attempt(script);
  };
  const attempt = (script) => {
    try {
      show(script);
    } catch (error) {
      warn(error);
    }
  };
  // A module runs once, however often its line comes.
  if (!current) document.addEventListener("load", ({ target }) => isOwn(target) && attempt(target), true);
  if (document.readyState === "loading" && !(current && isPlaced(current))) document.addEventListener("DOMContentLoaded", start);
  else start();
})();
