// Keeps an open order page fresh. The server says in data-refresh how many seconds to wait, or nothing when all is done.
const live = document.getElementById("live");

if (live?.dataset.url) {
  const LONGEST = 600;
  const news = document.getElementById("news");
  const headline = () => live.querySelector("h1")?.textContent ?? "";
  const wanted = () => Number(live.querySelector("[data-refresh]")?.dataset.refresh ?? 0);
  const reachable = () => [...live.querySelectorAll("a, button, summary")];

  let timer;
  let failures = 0;
  let busy = false;
  let ended = false;
  let shown = live.innerHTML.trim();

  // What the reader has opened and where the focus stands outlive the exchange of the page around them.
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
    return same(now[at]) ? now[at] : now.find(same);
  };

  const show = (html) => {
    // Behind Shopify's app proxy, the shop's theme may stand around the fragment.
    const order = new DOMParser().parseFromString(html, "text/html").querySelector(".order");
    const next = order?.outerHTML ?? shown;
    if (next === shown) return;
    const before = headline();
    replace(order);
    shown = next;
    if (headline() === before) return;
    news.textContent = headline();
    document.title = document.title.replace(before, headline());
  };

  const refresh = async () => {
    if (busy || ended || document.hidden) return;
    busy = true;
    clearTimeout(timer);
    try {
      // "no-cache" asks the server each time with the ETag of the last answer; an unchanged page costs nothing.
      const answer = await fetch(live.dataset.url, { cache: "no-cache", headers: { Accept: "text/html" } });
      if (answer.status === 404 || answer.status === 410) ended = true;
      else if (answer.ok) show(await answer.text());
      failures = answer.ok ? 0 : failures + 1;
    } catch {
      failures += 1;
    }
    busy = false;
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    const seconds = wanted();
    if (seconds && !ended) timer = setTimeout(refresh, Math.min(seconds * 2 ** failures, LONGEST) * 1000);
  };

  const back = () => {
    if (!document.hidden && wanted()) refresh();
  };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("focus", back);
  plan();
}
