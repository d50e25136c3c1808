// The console works without this file. It adds: focus on what went wrong or was done, a counter of text messages, copy buttons,
// one press of a button only, Enter in a field for the button below it, what is being written kept as it is written, and the idle lock as it can be seen: a warning at eight minutes, then the page goes.
(() => {
  "use strict";
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  const GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  const WIDE = "^{}\\[~]|€";
  const segments = (text) => {
    let units = 0;
    for (const letter of text) {
      if (GSM.includes(letter)) units += 1;
      else if (WIDE.includes(letter)) units += 2;
      else return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
    }
    return units <= 160 ? 1 : Math.ceil(units / 153);
  };
  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const line = document.createElement("p");
    line.className = "govuk-hint app-count";
    line.setAttribute("aria-hidden", "true");
    // Said once the writing rests, not at every letter of it.
    const said = document.createElement("p");
    said.className = "govuk-visually-hidden";
    said.setAttribute("aria-live", "polite");
    area.after(line, said);
    let rests;
    const count = () => {
      const letters = [...area.value].length;
      const parts = segments(area.value);
      const size = `${letters} character${letters === 1 ? "" : "s"}`;
      line.textContent = letters === 0 ? "" : area.dataset.count === "sms"
        ? `${size}, ${parts} text message${parts === 1 ? "" : "s"}`
        : size;
    };
    area.addEventListener("input", () => {
      count();
      clearTimeout(rests);
      rests = setTimeout(() => { said.textContent = line.textContent; }, 1500);
    });
    count();
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = "Copied";
    });
  }

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 3000);
    });
  }

  for (const part of document.querySelectorAll("[data-part]")) {
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.matches("textarea, button, summary, a")) return;
      event.preventDefault();
      part.querySelector("button").click();
    });
  }

  const idle = Number(document.body.dataset.idle || 0) * 1000;
  if (!idle) return;
  let since = Date.now();
  let bar = null;
  const csrf = () => document.querySelector("input[name=csrf]").value;
  const post = (path, fields) => fetch(path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  const stay = async () => {
    await post("/stay", { csrf: csrf() });
    since = Date.now();
    if (bar) bar.remove();
    bar = null;
  };
  const changed = (field) => field.type !== "hidden" && (field.options
    ? [...field.options].some((one) => one.selected && !one.defaultSelected) && field.selectedIndex > 0
    : "checked" in field && ["checkbox", "radio"].includes(field.type)
      ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.value !== field.defaultValue);
  const leave = async () => {
    const forms = [...document.querySelectorAll("form[data-keep]")];
    const form = forms.find((one) => [...one.elements].some(changed))
      || forms.find((one) => [...one.querySelectorAll("textarea")].some((area) => area.value.trim()));
    const fields = form ? [...new FormData(form)] : [["csrf", csrf()]];
    if (form) fields.push(["keep-at", form.getAttribute("action")]);
    try { await post("/keep", fields); } finally {
      document.body.replaceChildren();
      location.replace("/unlock");
    }
  };
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const typed = () => new URLSearchParams(new FormData(form)).toString();
    let saved = typed();
    const save = async () => {
      const words = typed();
      if (words === saved) return;
      const answer = await post("/draft", [...new FormData(form), ["quiet", "1"]]);
      if (answer.status === 204) { saved = words; since = Date.now(); }
    };
    setInterval(save, 4000);
    document.addEventListener("click", async (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (typed() === saved || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      try { await save(); } finally { location.assign(link.href); }
    });
  }
  for (const button of document.querySelectorAll("[data-lock]")) {
    button.addEventListener("click", (event) => { event.preventDefault(); since = Infinity; leave(); });
  }
  document.addEventListener("submit", () => { since = Date.now(); });
  setInterval(() => {
    const gone = Date.now() - since;
    if (gone > idle - 5000) { since = Infinity; leave(); }
    else if (gone > idle - 120000 && !bar) {
      bar = document.createElement("div");
      bar.className = "app-idle";
      bar.setAttribute("role", "alert");
      bar.textContent = "The console locks in two minutes. What you wrote is kept.";
      const button = document.createElement("button");
      button.textContent = "Stay";
      button.addEventListener("click", stay);
      bar.append(button);
      document.body.append(bar);
    }
  }, 1000);
})();
