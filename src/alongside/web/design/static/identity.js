// The keys 1, 2 and 3 choose an answer, and records can be dragged from one side to the other. Both only tick what can
// be ticked without them, and send the same form.
const KEPT = "alongside-answer-keys";

// A browser that keeps nothing for websites remembers nothing here either, and the page works on.
function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function remember(text) {
  try {
    localStorage.setItem(KEPT, text);
  } catch {
    /* as above */
  }
}

function typing(element) {
  return element.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
}

// Keys without a modifier can be hit by chance, above all by those who speak to their computer: they can be switched off.
function answerByKey(form) {
  const choices = [...form.querySelectorAll("input[type=radio]")];
  const place = form.querySelector("[data-answer-keys-switch]");
  let on = remembered() !== "off";
  const words = document.createElement("span");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "al-link-button" });
  const show = () => {
    words.textContent = on ? "The keys 1, 2 and 3 choose an answer. " : "The keys 1, 2 and 3 are off. ";
    button.textContent = on ? "Switch the keys off" : "Switch the keys on";
  };
  button.addEventListener("click", () => {
    on = !on;
    remember(on ? "on" : "off");
    show();
  });
  place.classList.add("al-keys");
  place.append(words, button);
  show();
  document.addEventListener("keydown", (event) => {
    const choice = choices[Number(event.key) - 1];
    if (!on || !choice || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    event.preventDefault();
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("textarea, button[type=submit]").focus();
  });
}

function dragBetween(sides) {
  const cards = [...sides.querySelectorAll(".al-split__card")];
  let dragged = null;
  const goes = (event) => event.clientX > sides.getBoundingClientRect().left + sides.clientWidth / 2;
  const lit = (side) => {
    sides.classList.toggle("al-split--over-goes", side === "goes");
    sides.classList.toggle("al-split--over-stays", side === "stays");
  };
  for (const card of cards) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    card.addEventListener("dragend", () => {
      dragged = null;
      lit("");
    });
  }
  sides.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    lit(goes(event) ? "goes" : "stays");
  });
  sides.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const tick = dragged.querySelector("input");
    tick.checked = goes(event);
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.querySelectorAll("[data-answer-keys]").forEach(answerByKey);
document.querySelectorAll("[data-split]").forEach(dragBetween);
