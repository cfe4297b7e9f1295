// Fetches the engraved music of each piece once the page stands there, one after the other: the first time it is drawn just then.
(async () => {
  const left = new AbortController(); // what is drawn for a page that was left is dropped
  addEventListener("pagehide", () => left.abort());
  for (const place of document.querySelectorAll("[data-score]")) {
    try {
      const answer = await fetch(place.dataset.score, { signal: left.signal });
      place.innerHTML = answer.ok ? await answer.text() : ""; // our own drawing, made clean before it left
      document.dispatchEvent(new Event("soundfolio-score"));
    } catch {
      for (const each of document.querySelectorAll("[data-score]:not(:has(svg))")) each.replaceChildren();
      return; // the page was closed meanwhile; everything else on it still works
    }
  }
  document.dispatchEvent(new Event("soundfolio-make")); // making.js: the sounds come after the scores
})();
