// The page works without this file. It adds: leaving by Shift three times, the end of a chat in sight,
// and showing what arrived by itself while nobody is writing.
(() => {
  "use strict";
  const exit = document.querySelector("[data-exit]");
  const leave = (event) => {
    if (event) event.preventDefault();
    document.body.hidden = true;
    window.location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  let shifts = 0;
  let last = 0;
  document.addEventListener("keyup", (event) => {
    const now = Date.now();
    shifts = event.key === "Shift" ? (now - last < 3000 ? shifts + 1 : 1) : 0;
    last = now;
    if (shifts === 3) leave();
  });

  for (const box of document.querySelectorAll("[data-end]")) box.scrollTop = box.scrollHeight;

  const input = document.getElementById("text");
  if (!input) return; // a page without phones
  input.form.addEventListener("submit", () => sessionStorage.setItem("writing", "yes"));
  if (sessionStorage.getItem("writing")) input.focus({ preventScroll: true });
  sessionStorage.removeItem("writing");
  const look = async () => {
    try {
      const answer = await fetch("/seen", { cache: "no-store" });
      const changed = answer.ok && (await answer.text()) !== document.body.dataset.seen;
      if (changed && input.value === "") window.location.reload();
    } catch (error) {
      return; // it has ended
    }
  };
  window.setInterval(look, 2000);
})();
