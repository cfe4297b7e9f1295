// A page that is left standing goes as soon as the journal is locked or closed: nothing of it stays to be read.
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  // What answered a form stands at the form's page: loaded again it is that, and nothing is posted twice.
  if (page.dataset.here) history.replaceState(null, "", page.dataset.here);
  const away = page.dataset.away;
  if (!away) return;
  const look = async () => {
    let open = false;
    try {
      open = (await fetch("/here", { cache: "no-store" })).status === 204;
    } catch {
      open = false;
    }
    if (!open) leave();
  };
  const leave = () => {
    const words = document.createElement("p");
    words.className = "alone lead";
    words.setAttribute("role", "status");
    words.textContent = away;
    document.title = "Soundfolio";
    document.body.replaceChildren(words);
    clearInterval(again);
  };
  const again = setInterval(look, 10000);
  // Closed in one tab is closed in all of them, before anybody presses what nobody would answer.
  const tabs = new BroadcastChannel("soundfolio");
  tabs.addEventListener("message", leave);
  document.querySelector('form[action="/close"]')?.addEventListener("submit", () => tabs.postMessage("closed"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
})();
