// The child's own view: gone at once, and nothing left behind the back button. Without script the link does the same.
const { out, here, open } = document.body.dataset;
const WARN_AFTER = 13 * 60 * 1000;
const CLOSE_AFTER = 15 * 60 * 1000 + 5000;

function go() {
  document.documentElement.classList.add("own-gone");
  document.title = "";
  window.location.replace(out);
}

document.getElementById("out").addEventListener("click", (event) => {
  event.preventDefault();
  go();
});

let escapes = 0;
let since = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - since > 5000) escapes = 0;
  since = event.timeStamp;
  escapes += 1;
  if (escapes >= 3) go();
});

// A page that comes back from the browser's memory asks the server first.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.classList.add("own-gone");
  window.location.reload();
});

if (open) {
  // One entry in the history, with an address that tells nothing.
  for (const link of document.querySelectorAll(".own-nav__link")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      window.location.replace(link.href);
    });
  }
  window.setTimeout(() => { document.getElementById("soon").hidden = false; }, WARN_AFTER);
  window.setTimeout(() => { window.location.replace(here); }, CLOSE_AFTER);
}
