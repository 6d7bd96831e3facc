// allauth only writes to the console when a passkey was cancelled or refused: the page should say so.
const WORDS = {
  NotAllowedError: "The passkey was not used: it was cancelled, or took too long. Try again, or use another way.",
  InvalidStateError: "This device has a passkey for you already.",
};
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-error]");
  if (place) place.textContent = WORDS[event.detail.exception.name] ?? "The passkey could not be used here. Use another way.";
});
