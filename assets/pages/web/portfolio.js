// Fetches the engraved music of each piece once the page stands there, one after the other: the first time it is drawn just then.
(async () => {
  for (const place of document.querySelectorAll("[data-score]")) {
    try {
      const answer = await fetch(place.dataset.score);
      if (!answer.ok) continue;
      place.innerHTML = await answer.text(); // our own drawing, made clean before it left
      document.dispatchEvent(new Event("soundfolio-score"));
    } catch {
      return; // the page was closed meanwhile; everything else on it still works
    }
  }
})();
