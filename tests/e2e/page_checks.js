// What a person with an assistive tool would trip over; returns sentences, none if all is well.
() => {
  const found = [];
  const say = (node, words) => found.push(words + ": " + node.outerHTML.slice(0, 120));
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.getClientRects().length > 0;
  const name = (node) =>
    (node.getAttribute("aria-label") || (node.getAttribute("aria-labelledby") || "").split(" ").map((id) => (document.getElementById(id) || {}).textContent || "").join(" ") ||
      (node.labels && [...node.labels].map((l) => l.textContent).join(" ")) || node.textContent || "").trim();

  if (!document.documentElement.lang) found.push("the page names no language");
  if (document.querySelectorAll("h1").length !== 1) found.push("the page has not exactly one h1");
  for (const landmark of ["main", "header", "footer"]) if (!document.querySelector(landmark)) found.push("no " + landmark);

  for (const node of document.querySelectorAll("button, a, input, select, summary, audio, [tabindex='0'], [role=img], [role=group], section, fieldset legend"))
    if (seen(node) && !name(node)) say(node, "has no name");
  const names = [...document.querySelectorAll("section[aria-labelledby]")].map(name);
  if (new Set(names).size !== names.length) found.push("two sections have one name");
  for (const svg of document.querySelectorAll("svg"))
    if (!svg.closest("[aria-hidden=true]") && svg.getAttribute("role") !== "img" && !svg.closest("svg[role=img]")) say(svg, "is neither named nor hidden");

  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const here = Number(heading.tagName[1]);
    if (here > level + 1) say(heading, "skips a level");
    level = here;
  }
  for (const list of document.querySelectorAll("ul, ol")) for (const item of list.children) if (item.tagName !== "LI") say(item, "stands in a list and is no item");
  for (const node of document.querySelectorAll("[aria-hidden=true] :is(button, a, input, [tabindex])")) say(node, "can be focused but is hidden");
  for (const node of document.querySelectorAll("[tabindex]")) if (node.tabIndex > 0) say(node, "jumps the order");

  for (const node of document.querySelectorAll("button, summary, .looks label")) {
    const box = node.getBoundingClientRect();
    if (seen(node) && (box.width < 43.5 || box.height < 43.5)) say(node, "is small to press");
  }
  for (const node of document.querySelectorAll("body *")) {
    const box = node.getBoundingClientRect();
    if (seen(node) && box.width && !node.closest(".page-of-music, .art, .unseen, .skip, svg") && (box.right > innerWidth + 1 || box.left < -1)) say(node, "runs out of the window");
  }

  const numbers = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts.length > 3 ? parts[3] : 1];
  };
  const light = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  };
  const against = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(node) || ["SCRIPT", "STYLE"].includes(node.tagName)) continue;
    const style = getComputedStyle(node);
    const ink = numbers(node.closest("svg") ? style.fill : style.color).slice(0, 3);
    const ratio = against(ink, behind(node.closest("svg") || node));
    if (ratio < 4.5) say(node, "is hard to read (" + ratio.toFixed(2) + ")");
    if (!node.closest(".score") && parseFloat(style.fontSize) < 12) say(node, "is small to read");
  }
  for (const node of document.querySelectorAll(".strip [class^=l], .ladder :is(.dot, .line), .lights :is(.after, .before, .ring, .spot)")) {
    const style = getComputedStyle(node);
    const drawn = style.stroke !== "none" && !node.matches(".dot, .after") ? style.stroke : style.fill;
    const ratio = against(numbers(drawn).slice(0, 3), behind(node.closest("svg").parentElement));
    if (seen(node) && ratio < 3) say(node, "is hard to see (" + ratio.toFixed(2) + ")");
  }
  for (const node of document.querySelectorAll(".button")) {
    const style = getComputedStyle(node), around = behind(node.parentElement);
    const ratio = Math.max(against(numbers(style.borderTopColor).slice(0, 3), around), against(behind(node), around));
    if (seen(node) && ratio < 3) say(node, "has an edge that is hard to see (" + ratio.toFixed(2) + ")");
  }
  return found;
}
