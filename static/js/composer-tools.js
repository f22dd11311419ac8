// A text can be formatted by hand; these buttons write the marks around what is selected.
const around = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const atLineStart = { quote: "> ", list: "- " };

const chosen = (text) => text.value.slice(text.selectionStart, text.selectionEnd);

// Written as if typed, so that undoing works.
const write = (text, marked) => {
  text.focus();
  document.execCommand("insertText", false, marked);
};

const surround = (text, [before, after]) => {
  const start = text.selectionStart + before.length;
  const words = chosen(text);
  write(text, before + words + after);
  text.setSelectionRange(start, start + words.length);
};

const markLines = (text, mark) => {
  const lineStart = text.value.slice(0, text.selectionStart).lastIndexOf("\n") + 1;
  text.setSelectionRange(lineStart, text.selectionEnd);
  write(text, chosen(text).replace(/^/gm, mark));
};

for (const tools of document.querySelectorAll(".composer__tools")) {
  const text = tools.closest(".composer").querySelector("textarea");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.mark;
    if (name in around) surround(text, around[name]);
    if (name in atLineStart) markLines(text, atLineStart[name]);
  });
}
