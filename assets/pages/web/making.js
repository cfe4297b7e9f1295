// Has sound made that is not there yet, one thing after the other, and says on the page how far it is.
(() => {
  const left = new AbortController(); // what is made for a page that was left is dropped
  addEventListener("pagehide", () => left.abort());
  const { signal } = left;
  function made(line) {
    const { made: words } = line.dataset;
    if (words) [line.hidden, line.textContent] = [false, words];
    else line.remove();
  }
  async function make() {
    for (const line of document.querySelectorAll("[data-making]")) {
      const source = line.dataset.making, bar = line.querySelector("progress");
      const look = setInterval(async () => {
        line.hidden = false; // not for what is there at once
        try {
          const share = Number(await (await fetch(source + "/share", { signal })).text());
          if (share > 0) bar.value = share;
        } catch { /* the page is being closed */ }
      }, 700);
      try {
        const answer = await fetch(source, { method: "HEAD", signal });
        if (answer.ok) made(line);
        else [line.hidden, line.textContent] = [false, line.dataset.none];
      } catch {
        line.remove(); // as above
        return;
      } finally {
        clearInterval(look);
      }
    }
  }
  if (document.querySelector("[data-score]")) document.addEventListener("soundfolio-make", make, { once: true });
  else make();
})();
