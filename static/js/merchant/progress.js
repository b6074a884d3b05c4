// Keeps the counts of letters fresh while some of them wait and the page is looked at.
const PAUSE = 5_000;
const LONGEST = 60_000;
const progress = () => document.getElementById("progress");
let failures = 0;

const refresh = async () => {
  const shown = progress();
  if (!document.hidden && !shown.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { signal: AbortSignal.timeout?.(15_000) });
      const html = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = html.getElementById("progress");
      failures = fresh ? 0 : failures + 1;
      if (fresh && fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
    } catch {
      failures += 1;
    }
  }
  plan();
};

const plan = () => {
  if (progress().matches("[data-waits]")) setTimeout(refresh, Math.min(PAUSE * 2 ** failures, LONGEST));
};

if (progress()) plan();
