// The text can be formatted by hand; these buttons write the marks around what is selected.
const marks = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  quote: ["> ", ""],
  list: ["- ", ""],
  link: ["[", "](https://)"],
};

for (const tools of document.querySelectorAll(".composer__tools")) {
  const text = tools.closest(".composer").querySelector("textarea");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-mark]");
    if (!button) return;
    const [before, after] = marks[button.dataset.mark];
    const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
    const marked = after ? before + chosen + after : chosen.split("\n").map((line) => before + line).join("\n");
    text.focus();
    document.execCommand("insertText", false, marked);
  });
}
