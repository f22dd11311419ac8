// A button has the server put a saved reply into the reason; this does it at once.
for (const choice of document.querySelectorAll("select[data-for]")) {
  const reason = document.getElementById(choice.dataset.for);
  choice.parentElement.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    const text = choice.selectedOptions[0].dataset.text;
    if (!text) return choice.focus();
    reason.value = [reason.value.trim(), text].filter(Boolean).join("\n\n");
    reason.focus();
  });
}
