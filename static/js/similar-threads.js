// Without scripts the preview shows threads that are about the same; this shows them while the title is written.
const PAUSE = 600; // milliseconds without a key

const wordsOf = (title) => title.value.trim();

// Whoever has gone on to one of the links keeps the list where it is.
const show = (box, html) => {
  if (box.contains(document.activeElement)) return;
  box.innerHTML = html;
  const said = box.nextElementSibling;
  const words = box.querySelector("[data-said]")?.textContent ?? "";
  if (said.textContent !== words) said.textContent = words;
};

const ask = async (box, words, signal) => {
  if (words.length < Number(box.dataset.least)) return show(box, "");
  try {
    const answer = await fetch(`${box.dataset.similar}?${new URLSearchParams({ title: words })}`, { signal });
    if (answer.ok) show(box, await answer.text());
  } catch {
    // Something else was typed meanwhile, or the network is away: nobody waits for this.
  }
};

for (const box of document.querySelectorAll("[data-similar]")) {
  const { title } = box.closest("form").elements;
  let asked = wordsOf(title);
  let asking = new AbortController();
  let pause;
  title.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const words = wordsOf(title);
      if (words === asked) return;
      asking.abort();
      asking = new AbortController();
      asked = words;
      ask(box, words, asking.signal);
    }, PAUSE);
  });
}
