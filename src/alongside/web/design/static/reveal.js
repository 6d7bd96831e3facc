// Fields that belong to one choice show only while it is chosen. GOV.UK's own script does the same, but marks the radio
// button with `aria-expanded`, which the ARIA standard does not allow there.
const HIDDEN = "govuk-radios__conditional--hidden";

function show(input) {
  const target = document.getElementById(input.dataset.ariaControls);
  if (!target) return;
  target.classList.toggle(HIDDEN, !input.checked);
  target.classList.toggle("govuk-checkboxes__conditional--hidden", !input.checked);
}

export function revealChosen() {
  const inputs = [...document.querySelectorAll("input[data-aria-controls]")];
  const showAll = () => inputs.forEach(show);
  document.addEventListener("change", showAll);
  window.addEventListener("pageshow", showAll); // a browser that goes back fills the form after the scripts ran
  showAll();
}
