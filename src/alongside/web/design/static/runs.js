// Looks how an analysis stands and goes on to its answer. Without it, “Look again” does the same.
const OFTEN = 1500;
const SELDOM = 10_000;
const LOOKS = 200;

const box = document.querySelector(".al-progress");
const words = box.querySelector(".al-progress__words");
const bar = box.querySelector(".al-progress__bar");
let looks = 0;

async function look() {
  looks += 1;
  try {
    const answer = await fetch(box.dataset.stateUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return; // signed out: the page itself says so when it is opened again
    const told = await answer.json();
    if (!told.under_way) return location.assign(box.dataset.pageUrl);
    bar.value = told.per_cent;
    if (words.textContent !== told.words) words.textContent = told.words;
  } catch {
    // The network is away for a moment: look again later.
  }
  if (looks < LOOKS) setTimeout(look, looks < 40 ? OFTEN : SELDOM);
}
setTimeout(look, OFTEN);
