// The conversation: sound that is fetched when it is wanted, arrow keys that go back and on, and the printer.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const status = document.getElementById("status");
  const say = (words) => { if (status) { status.textContent = words; status.classList.toggle("unseen", !words); } };

  // One thing sounds at a time: {button, audio, stretches, n, at}; `held` is where the slider stands: {n, at} in a stretch
  let now = null;
  let held = null;
  const slider = document.querySelector("[data-slider]");
  const lengths = slider ? slider.dataset.slider.split(" ").map(Number) : [];
  let notes = []; // of the music as it is written, once that is there
  const known = new Map();
  const audioOf = (src) => {
    if (!known.has(src)) {
      const audio = new Audio(src);
      audio.preload = "auto";
      known.set(src, audio);
    }
    return known.get(src);
  };
  // Making a sound may take a while the first time: it is asked for again and again, and nothing else waits for it.
  const prepared = new Map();
  function prepare(src) {
    if (!prepared.has(src)) prepared.set(src, ask(src).then((found) => found || (prepared.delete(src), false)));
    return prepared.get(src);
  }
  async function ask(src) {
    if (!src.includes("/sound/")) return true;
    for (;;) {
      const answer = await fetch(src + "?ready", { cache: "no-store" }).catch(() => null);
      if (answer?.status !== 202) return answer?.status === 204;
      await new Promise((done) => setTimeout(done, 700));
    }
  }

  const stretchesOf = (button) => {
    const given = button.dataset.sounds.split(" ");
    const place = (text) => (text === "-" ? null : Number(text));
    const found = [];
    for (let n = 0; n < given.length; n += 3) found.push({ src: given[n], from: place(given[n + 1]), to: place(given[n + 2]) });
    return found;
  };

  function stop() {
    if (!now) return;
    now.audio?.pause();
    now.button.setAttribute("aria-pressed", "false");
    for (const head of all("[data-head]")) head.hidden = true;
    for (const note of notes) note.node.classList.remove("lit");
    now = null;
    say("");
  }

  async function sound(mine) {
    const { src, from } = mine.stretches[mine.n];
    say(status.dataset.getting);
    const there = await prepare(src);
    if (now !== mine) return;
    mine.audio = audioOf(src);
    try {
      if (!there) throw new Error("no sound");
      mine.audio.currentTime = (from || 0) + (mine.at || 0);
      mine.at = 0;
      await mine.audio.play();
    } catch (error) {
      if (now !== mine || error.name === "AbortError") return;
      known.delete(src); // another press asks again
      stop();
      say(status.dataset.noSound);
      return;
    }
    if (now !== mine) return;
    say("");
    requestAnimationFrame(() => follow(mine));
  }

  function follow(mine) {
    if (now !== mine) return;
    const { audio } = mine;
    const { from, to } = mine.stretches[mine.n];
    const end = to ?? audio.duration;
    if (audio.ended || audio.currentTime >= end) {
      audio.pause();
      mine.n += 1;
      if (mine.n < mine.stretches.length) return sound(mine);
      stop();
      show(0, 0);
      return;
    }
    const at = audio.currentTime - (from || 0);
    heads(mine, at / Math.max(end - (from || 0), 0.1));
    show(mine.sides[mine.n], at);
    for (const { node, spans } of notes) node.classList.toggle("lit", spans.some(([on, off]) => audio.currentTime >= on && audio.currentTime < off));
    requestAnimationFrame(() => follow(mine));
  }

  // The head stands over the strip of what sounds: of one alone, or of the side this stretch belongs to.
  function heads(mine, share) {
    const every = all("[data-head]");
    const of = every.length === 1 ? 0 : mine.sides[mine.n];
    every.forEach((head, n) => {
      head.hidden = n !== of;
      if (n === of) head.style.setProperty("left", `calc(12px + ${(100 * share).toFixed(2)}% - ${(24 * share).toFixed(2)}px)`);
    });
  }

  // The slider stands where the music is, and where it is put the music goes on.
  function show(side, at) {
    if (!slider) return;
    held = side || at ? { n: side, at } : null;
    slider.value = lengths.slice(0, side).reduce((sum, one) => sum + one, 0) + Math.min(at, lengths[side]);
    const seconds = Math.floor(at);
    slider.setAttribute("aria-valuetext", `${slider.dataset.names.split("\n")[side]}, ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
  }
  function begin(button, from) {
    const stretches = stretchesOf(button);
    now = { button, stretches, n: from?.n || 0, at: from?.at || 0, audio: null, sides: stretches.map((one) => order.indexOf(one.src)) };
    button.setAttribute("aria-pressed", "true");
    sound(now);
  }
  slider?.addEventListener("input", () => {
    let at = Number(slider.value), side = 0;
    while (side + 1 < lengths.length && at >= lengths[side]) at -= lengths[side++];
    const sounding = !!now;
    stop();
    show(side, at);
    if (sounding) begin(document.querySelector("[data-sounds]"), held);
  });

  // The music as it is written comes when it is drawn; without it all else is there.
  (async () => {
    for (const place of all("[data-score]")) {
      const answer = await fetch(place.dataset.score).catch(() => null);
      const drawing = answer?.ok ? await answer.text() : "";
      if (!drawing) { place.remove(); continue; }
      place.innerHTML = drawing; // our own drawing, made clean before it left
      notes = all("[data-at]", place).map((node) => {
        const ends = node.dataset.to.split(" ").map(Number);
        return { node, spans: node.dataset.at.split(" ").map((on, n) => [Number(on), ends[n]]) };
      });
    }
  })();

  const order = [];
  for (const button of all("[data-sounds]")) {
    for (const one of stretchesOf(button)) {
      if (!order.includes(one.src)) order.push(one.src);
      prepare(one.src); // made ready while the page is read
    }
    button.addEventListener("click", () => {
      const again = now && now.button === button;
      stop();
      if (again) return;
      begin(button, button === document.querySelector("[data-sounds]") ? held : null); // the first is the whole
    });
  }

  // While it is said who is here, what was picked is made ready.
  (async () => {
    for (const src of (document.querySelector("[data-later]")?.dataset.later || "").split(" ").filter(Boolean)) await prepare(src);
  })();

  // The pupil drives: an arrow goes on, unless somebody writes or chooses.
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.("input, textarea, select, audio, summary")) return;
    if (!ways) return;
    const arrows = ["ArrowLeft", "ArrowRight"]; // back and on; a page that is read from the right goes on to the left
    if (getComputedStyle(ways).direction === "rtl") arrows.reverse();
    const way = { [arrows[0]]: "[data-back]", [arrows[1]]: "[data-on]" }[event.key];
    const button = way && document.querySelector(way);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // What was ticked or typed and not handed in is kept on the way to another step; what can not be kept says why.
  const touched = new Set();
  const ways = document.querySelector("form.back-and-on");
  for (const form of all(".talk form[method=post]:not(.back-and-on)")) {
    if (!form.querySelector("button[name]")) form.addEventListener("input", () => touched.add(form));
    form.addEventListener("submit", () => touched.delete(form));
  }
  ways?.addEventListener("submit", async (event) => {
    if (!touched.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    for (const form of [...touched]) {
      touched.delete(form);
      const kept = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
      if (!kept?.ok) return form.submit();
    }
    ways.requestSubmit(submitter);
  });

  // Pressed twice is pressed once.
  for (const form of all("form[method=post]")) {
    let sent = false;
    form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
    addEventListener("pageshow", () => { sent = false; });
  }

  for (const group of all("[data-most]")) {
    const most = Number(group.dataset.most);
    const ticks = all("input[type=checkbox]", group);
    const fit = () => {
      const full = ticks.filter((tick) => tick.checked).length >= most;
      for (const tick of ticks) tick.disabled = full && !tick.checked;
    };
    group.addEventListener("change", fit);
    fit();
  }

  for (const button of all("[data-print]")) button.addEventListener("click", () => print());
})();
