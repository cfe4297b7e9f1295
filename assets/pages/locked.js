"use strict";
// Opens a locked page with its password, in this browser and nowhere else.
(() => {
  document.documentElement.classList.add("js");
  const form = document.getElementById("unlock");
  const field = document.getElementById("password");
  const told = document.getElementById("told");
  const sealed = document.getElementById("sealed");
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  if (!window.crypto || !crypto.subtle) {
    told.textContent = form.dataset.old;
  }
  document.getElementById("show").addEventListener("change", (event) => {
    field.type = event.target.checked ? "text" : "password";
  });

  async function opened(password) {
    const { salt, nonce, rounds } = sealed.dataset;
    const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(password.normalize("NFC").trim()), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: Number(rounds) };
    const key = await crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const page = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(nonce) }, key, bytes(sealed.textContent));
    return new TextDecoder().decode(page);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = form.dataset.opening;
    let page;
    try {
      page = await opened(field.value);
    } catch {
      told.textContent = form.dataset.notIt;
      field.select();
      return;
    }
    field.value = "";
    document.open();
    document.write(page);
    document.close();
  });
})();
