// A picture can be sent with the form, and stands at the end; this sends it at once, and puts it at the cursor.
const FIELDS = ["picture", "picture_alt", "picture_caption", "picture_source"];
const fieldOf = (box, name) => box.querySelector(`[name=${name}]`);

const say = (box, words) => {
  box.querySelector(".picture-box__said").textContent = words;
};

const showError = (control, words) => {
  const place = control.closest(".field");
  place.querySelector(".error")?.remove();
  control.toggleAttribute("aria-invalid", false);
  if (!words) return;
  const error = Object.assign(document.createElement("p"), { className: "error", id: `e-${control.id}` });
  error.textContent = words;
  place.append(error);
  control.setAttribute("aria-invalid", "true");
  const about = (control.getAttribute("aria-describedby") ?? "").split(" ");
  control.setAttribute("aria-describedby", [...new Set([...about, error.id])].join(" ").trim());
};

const showErrors = (box, errors) => {
  for (const name of FIELDS) showError(fieldOf(box, name), errors[name]);
  const first = FIELDS.find((name) => errors[name]);
  if (first) fieldOf(box, first).focus();
};

const tooLarge = (box) => fieldOf(box, "picture").files[0]?.size > Number(box.dataset.largest);

// What the server would say, without asking it.
const amiss = (box) => {
  if (tooLarge(box)) return { picture: box.dataset.tooLarge };
  if (!fieldOf(box, "picture").files.length && !fieldOf(box, "picture_name")?.value)
    return { picture: box.dataset.missing };
  return fieldOf(box, "picture_alt").value.trim() ? null : { picture_alt: box.dataset.undescribed };
};

// Written as if typed, so that undoing works; a figure is a paragraph of its own.
const insert = (text, figure) => {
  const before = text.value.slice(0, text.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  text.focus();
  document.execCommand("insertText", false, `${gap}${figure}\n\n`);
};

const send = async (box, form) => {
  const sent = new FormData();
  for (const name of ["csrf_token", "picture_name", ...FIELDS]) {
    const value = new FormData(form).get(name);
    if (value) sent.set(name, value);
  }
  const answer = await fetch(box.dataset.upload, { method: "POST", body: sent });
  return { status: answer.status, said: await answer.json() };
};

const add = async (box, button) => {
  const { form } = button;
  const wrong = amiss(box);
  if (wrong) return showErrors(box, wrong);
  button.disabled = true;
  try {
    const { status, said } = await send(box, form);
    showErrors(box, said.errors ?? {});
    if (status !== 201) return;
    insert(form.elements.body, said.text);
    for (const name of FIELDS) fieldOf(box, name).value = "";
    fieldOf(box, "picture_name")?.parentElement.remove();
    say(box, [box.dataset.done, said.note].join(" ").trim());
    box.querySelector("details").open = false;
  } catch {
    say(box, box.dataset.failed);
  } finally {
    button.disabled = false;
  }
};

const pictureIn = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));

// A picture that is pasted or dropped waits for its description.
const offer = (box, event, transfer) => {
  const picture = pictureIn(transfer);
  if (!picture) return;
  event.preventDefault();
  const chosen = new DataTransfer();
  chosen.items.add(picture);
  fieldOf(box, "picture").files = chosen.files;
  box.querySelector("details").open = true;
  say(box, box.dataset.describe);
  fieldOf(box, "picture_alt").focus();
};

for (const box of document.querySelectorAll(".picture-box")) {
  const button = box.querySelector("button[value=picture]");
  const text = button.form.elements.body;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    add(box, button);
  });
  button.form.addEventListener("submit", (event) => {
    if (!tooLarge(box)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.querySelector("details").open = true;
    showErrors(box, { picture: box.dataset.tooLarge });
  }, { capture: true });
  text.addEventListener("paste", (event) => offer(box, event, event.clipboardData));
  text.addEventListener("drop", (event) => offer(box, event, event.dataTransfer));
}
