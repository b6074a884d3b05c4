// Keeps an open order page fresh. data-refresh: seconds to wait while somebody watches; none when all is done.
const live = document.getElementById("live");

if (live?.dataset.url) {
  const LONGEST = 600;
  const AWAY = 180;
  const headline = () => live.querySelector("h1, .h1")?.textContent ?? "";
  const wanted = () => !ended && live.querySelector("[data-refresh]")?.dataset.refresh;
  const reachable = () => [...live.querySelectorAll("a, button, summary")];

  let timer;
  let failures = 0;
  let busy;
  let ended;
  let seen = Date.now();
  let notBefore = 0;
  let shown;

  // What is open and where the focus stands outlive the exchange of the page around them.
  const replace = (order) => {
    const open = [...live.querySelectorAll("details[open]")].map((details) => details.id);
    const before = reachable();
    const at = before.indexOf(document.activeElement);
    live.replaceChildren(order);
    live.dataset.refreshed = "";
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (at >= 0) again(before[at], at)?.focus({ preventScroll: true });
  };

  const again = (focused, at) => {
    const now = reachable();
    const same = (other) => other?.tagName === focused.tagName && other.textContent === focused.textContent;
    return [now[at], ...now].find(same);
  };

  const show = (html) => {
    // Behind Shopify's app proxy, the shop's theme may stand around the fragment.
    const order = new DOMParser().parseFromString(html, "text/html").querySelector(".order");
    const next = order?.outerHTML ?? shown;
    // Nor while somebody writes to the shop.
    const isWriting = [...live.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    if (next === shown || isWriting) return;
    const before = headline();
    replace(order);
    shown = next;
    if (headline() === before) return;
    document.getElementById("news").textContent = headline();
    document.title = document.title.replace(before, headline());
  };

  const refresh = async () => {
    if (busy || !wanted() || Date.now() < notBefore) return;
    busy = true;
    try {
      // "no-cache" asks with the last ETag: an unchanged page costs nothing.
      const signal = AbortSignal.timeout?.(15000); // a connection may fall silent
      const answer = await fetch(live.dataset.url, { signal, cache: "no-cache", headers: { Accept: "text/html" } });
      const html = await answer.text(); // or the connection is not free again
      if (answer.ok) show(html);
      ended = answer.status === 404 || answer.status === 410;
      failures = answer.ok ? 0 : failures + 1;
      notBefore = Date.now() + (answer.headers.get("Retry-After") * 1000 || 0);
    } catch {
      failures += 1;
    }
    busy = false;
    plan();
  };

  const isAway = () => Date.now() - seen > AWAY * 1000;

  const plan = () => {
    clearTimeout(timer);
    if (!wanted()) return;
    // A hidden page goes on: its title tells of news.
    const pace = document.hidden ? 30 : isAway() ? 6 : 1;
    const pause = Math.min(wanted() * pace * 2 ** failures, LONGEST) * 1000;
    // A crowd that was turned away comes back one by one.
    timer = setTimeout(refresh, Math.max(pause, notBefore - Date.now()) * (1 + Math.random() / 10));
  };

  const back = () => {
    if (document.hidden) return;
    seen = Date.now();
    plan();
    refresh();
  };
  document.addEventListener("visibilitychange", back);
  for (const kind of ["focus", "online"]) addEventListener(kind, back);

  const sign = () => {
    if (isAway()) back();
    seen = Date.now();
  };
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(kind, sign);
  // Once the page is painted, which would wait for this on a slow phone.
  addEventListener("load", () => setTimeout(() => (shown ??= live.innerHTML.trim())));
  plan();
}
