// Keeps the counts beside the views fresh while the page is looked at, and says when the list itself has changed.
const views = document.getElementById("views");

if (views?.dataset.url) {
  const PAUSE = 60_000;
  const LONGEST = 600_000;
  let timer;
  let failures = 0;

  const show = (code, count) => {
    const link = views.querySelector(`[data-view="${code}"]`);
    const shown = link?.querySelector("span");
    const text = count.toLocaleString(document.documentElement.lang);
    if (!shown || shown.textContent === text) return;
    shown.textContent = text;
    const changed = document.getElementById("changed");
    if (changed && link.matches("[aria-current]")) changed.hidden = false;
  };

  const refresh = async () => {
    try {
      const answer = await fetch(views.dataset.url, {
        signal: AbortSignal.timeout?.(15_000),
        headers: { Accept: "application/json" },
      });
      if (answer.ok) for (const { code, count } of (await answer.json()).views) show(code, count);
      // The session is over: the next click leads to the log-in.
      if (answer.status === 404) return;
      failures = answer.ok ? 0 : failures + 1;
    } catch {
      failures += 1;
    }
    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, Math.min(PAUSE * 2 ** failures, LONGEST));
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) refresh();
  });
  plan();
}
