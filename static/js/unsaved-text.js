// A text that was typed and not sent is not lost by a slip: the browser asks before leaving the page.
for (const text of document.querySelectorAll(".composer textarea")) {
  const written = text.value;
  let sending = false;
  text.form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && text.value !== written) event.preventDefault();
  });
}
