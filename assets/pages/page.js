"use strict";
// Plays what the page holds and shows where it is. Without this file everything can still be read, and heard with the browser's own players.
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const root = document.documentElement;
  root.classList.add("js");

  let now = null; // what sounds: {audio, key, button, from, to, next}

  const ours = document.getElementById("status").dataset; // our sentences, in the language of the page
  const audioOf = (key) => document.getElementById("a-" + key);
  const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0");

  const soFar = (seconds, whole) => ours.of.replace("{at}", clock(seconds)).replace("{whole}", whole);

  // Some browsers do not play or seek long data addresses: the same bytes as a blob then.
  function asBlob(audio) {
    if (audio.dataset.blob || !audio.src.startsWith("data:")) return false;
    const [head, body] = audio.src.split(",", 2);
    const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0));
    audio.dataset.blob = "yes";
    audio.src = URL.createObjectURL(new Blob([bytes], { type: head.slice(5).split(";")[0] }));
    return true;
  }

  async function play(button, key, from, to, next) {
    stop();
    const audio = audioOf(key);
    const mine = (now = { audio, key, button, from, to, next });
    button.setAttribute("aria-pressed", "true");
    const status = document.getElementById("status"), waits = status.dataset.waits;
    const slow = setTimeout(() => {
      if (!waits || now !== mine) return;
      const box = button.getBoundingClientRect();
      status.classList.toggle("above", box.top + box.height / 2 > innerHeight / 2); // never on the button that was pressed
      status.textContent = waits; // it is made just now
    }, 300);
    try {
      audio.currentTime = from;
      await audio.play(); // at once: a phone allows sound only within the press itself
    } catch (error) {
      if (now !== mine) return;
      if (error.name !== "AbortError" && asBlob(audio)) return play(button, key, from, to, next);
      stop();
      status.textContent = ours.broken;
      return;
    } finally {
      clearTimeout(slow);
      if (status.textContent === waits) status.textContent = "";
    }
    if (now === mine) requestAnimationFrame(follow);
  }

  function stop() {
    if (!now) return;
    now.audio.pause();
    now.button.setAttribute("aria-pressed", "false");
    show(now.key, now.audio.currentTime, false);
    now = null;
  }

  function follow() {
    if (!now) return;
    const { audio, key, to, next, button } = now;
    if (audio.ended || (to !== null && audio.currentTime >= to)) {
      stop();
      if (next) play(button, next.key, next.from, next.to, null);
      return;
    }
    show(key, audio.currentTime, true);
    requestAnimationFrame(follow);
  }

  // One place for all that moves: playheads, clock, lit notes.
  const tracks = new Map();
  for (const track of all("[data-track]")) {
    const seek = track.querySelector(".seek");
    if (!seek) continue;
    const entry = { seek, from: Number(track.dataset.from), to: Number(track.dataset.to) };
    const key = track.dataset.track;
    tracks.set(key, [...(tracks.get(key) || []), entry]);
    seek.addEventListener("input", () => {
      const place = entry.from + Number(seek.value);
      if (now && now.key === key) {
        now.audio.currentTime = place;
        if (now.to !== null && place >= now.to) now.to = null;
      } else {
        audioOf(key).currentTime = place;
      }
      show(key, place, Boolean(now && now.key === key));
    });
    speak(entry);
  }

  function speak({ seek, from, to }) {
    seek.setAttribute("aria-valuetext", soFar(Number(seek.value), clock(to - from)));
  }

  const times = new Map(all("[data-time]").map((node) => [node.dataset.time, { node, whole: node.dataset.whole }]));
  let scores = new Map();
  function readScores() {
    scores = new Map(
      all(".piece .listen").filter((card) => card.querySelector(".score")).map((card) => [
        card.querySelector("[data-track]").dataset.track,
        {
          frame: card.querySelector(".page-of-music"),
          notes: all("[data-at]", card).map((node) => ({ node, times: spans(node.dataset), lit: false })),
        },
      ])
    );
  }
  readScores();
  document.addEventListener("soundfolio-score", readScores); // one that came later than the page

  // a note of a repeat stands on paper once and sounds several times
  function spans({ at, to }) {
    const ends = to.split(" ");
    return at.split(" ").map((start, n) => [Number(start), Number(ends[n])]);
  }

  let spoken = 0;
  function show(key, place, sounding) {
    const speakNow = !sounding || performance.now() - spoken > 1000;
    for (const entry of tracks.get(key) || []) {
      entry.seek.value = Math.min(Math.max(place - entry.from, 0), entry.to - entry.from);
      if (speakNow) speak(entry);
    }
    if (speakNow) spoken = performance.now();
    const time = times.get(key);
    if (time) time.node.textContent = soFar(place, time.whole);
    const score = scores.get(key);
    if (score) light(score, place, sounding);
  }

  function light({ frame, notes }, place, sounding) {
    let newest = null, since = -1;
    for (const note of notes) {
      const now = sounding && note.times.find(([at, to]) => at <= place && place < to);
      if (!!now !== note.lit) note.node.classList.toggle("lit", (note.lit = !!now));
      if (now && now[0] > since) [newest, since] = [note, now[0]];
    }
    if (newest && frame.scrollWidth > frame.clientWidth) {
      const box = newest.node.getBoundingClientRect(), view = frame.getBoundingClientRect();
      if (box.left < view.left + 20 || box.right > view.right - 40) frame.scrollLeft += box.left - view.left - 60;
    }
  }

  for (const button of all("[data-play]")) {
    const given = button.dataset;
    button.addEventListener("click", () => {
      if (now && now.button === button) return stop();
      const whole = given.from === undefined;
      const audio = audioOf(given.play);
      const over = audio.ended || audio.duration - audio.currentTime < 0.3;
      const next = given.next ? { key: given.next, from: Number(given.nextFrom), to: Number(given.nextTo) } : null;
      if (next) audioOf(next.key).load(); // within the press, so that a phone lets the second one sound as well
      play(button, given.play, whole ? (over ? 0 : audio.currentTime) : Number(given.from), whole ? null : Number(given.to), next);
    });
  }
  for (const audio of all("audio")) audio.addEventListener("error", () => asBlob(audio), { once: true });

  // The colours chosen last are kept by this browser where it allows that; nothing else is kept.
  const kept = "soundfolio-look";
  try {
    const look = document.querySelector('input[name="look"][value="' + CSS.escape(localStorage.getItem(kept) || "-") + '"]');
    if (look) look.checked = true;
  } catch { /* a browser may forbid it */ }
  function wear() {
    if (!document.querySelector('input[name="look"]')) return; // this page is told its colours
    const look = document.querySelector('input[name="look"]:checked');
    if (look && look.value) root.dataset.look = look.value;
    else delete root.dataset.look;
  }
  for (const radio of all('input[name="look"]')) {
    radio.addEventListener("change", () => {
      wear();
      try { localStorage.setItem(kept, radio.value); } catch { /* as above */ }
    });
  }
  wear();

  let unfolded = []; // on paper nothing stays folded; after it everything is as it was
  addEventListener("beforeprint", () => {
    unfolded = all("details.more:not([open])");
    for (const one of unfolded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
    unfolded = [];
  });
})();
