// Everything at the moderators' desk can be clicked; keys do what is done most. Never while somebody types,
// nor with another key held; the legend says them and switches them off, which this browser remembers.
const OFF = "moderator-keys-off";
const legend = document.querySelector("[data-keys]");

if (legend) {
  const box = legend.querySelector("input");
  const remembered = () => {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false; // the browser keeps nothing: then they are on
    }
  };
  const remember = () => {
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "");
    } catch {} // not allowed: it holds on this page
  };

  const typing = (place) => place.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

  // On the queue they move; beside a case they open the next.
  const go = (step) => {
    const links = [...document.querySelectorAll("[data-case] .case__name a")].filter((link) => link.checkVisibility());
    const here = links.findIndex((link) => link.matches("[aria-current]") || link.closest("li").contains(document.activeElement));
    const next = links[here < 0 ? 0 : here + step];
    if (document.querySelector("[data-case] [aria-current]")) next?.click();
    else next?.focus();
  };

  const choose = (act) => {
    const choice = document.querySelector(`.desk input[name=act][value=${act}]`);
    if (!choice) return;
    choice.click();
    choice.form.querySelector("textarea").focus();
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    a: () => document.querySelector("[data-take]")?.click(),
    d: () => choose("dismiss"),
    r: () => choose("remove"),
    "?": () => {
      legend.open = !legend.open;
      legend.querySelector("summary").focus();
    },
  };

  legend.hidden = false;
  box.checked = !remembered();
  box.addEventListener("change", remember);
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || typing(event.target) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
