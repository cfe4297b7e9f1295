// Prints a report, and copies its words; where a browser does not let a page do that, it marks them and says so.
(() => {
  const back = document.querySelector("a[data-here]"); // as web.js: loaded again it is the report, and nothing leaves twice
  if (back) history.replaceState(null, "", back.getAttribute("href"));
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const box = document.getElementById(button.dataset.copy);
      const said = document.getElementById("copy-said");
      box.focus();
      box.select();
      try {
        await navigator.clipboard.writeText(box.value);
        said.textContent = button.dataset.copied;
      } catch {
        said.textContent = button.dataset.notCopied;
      }
    });
  }
})();
