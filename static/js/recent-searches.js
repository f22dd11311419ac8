// The last searches that found something, kept by this browser alone and never sent: they stand under the
// box while it is empty, until somebody has them forgotten or signs out: the next person at a shared computer
// is not to read them.
const KEPT = "searches";
const MOST = 8;
const section = document.querySelector("[data-recent]");

const forget = () => {
  try {
    localStorage.removeItem(KEPT);
  } catch {} // not allowed: then none are kept either
};

document.querySelector("[data-sign-out]")?.addEventListener("submit", forget);

if (section) {
  const box = document.querySelector(".searchbar input");

  const kept = () => {
    try {
      return [JSON.parse(localStorage.getItem(KEPT))].flat().filter((text) => typeof text === "string");
    } catch {
      return []; // the browser keeps nothing, or somebody else wrote there
    }
  };

  const linked = (text) => {
    const link = document.createElement("a");
    link.href = `${box.form.action}?${new URLSearchParams({ q: text })}`;
    link.textContent = text;
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const show = () => {
    const texts = box.value.trim() ? [] : kept();
    section.querySelector("ul").replaceChildren(...texts.map(linked));
    section.hidden = texts.length === 0;
  };

  const found = section.dataset.recent;
  if (found) {
    const texts = [found, ...kept().filter((text) => text !== found)];
    try {
      localStorage.setItem(KEPT, JSON.stringify(texts.slice(0, MOST)));
    } catch {} // no room, or not allowed
  }
  box.addEventListener("input", show);
  section.querySelector("button").addEventListener("click", () => {
    forget();
    show();
    box.focus();
  });
  show();
}
