// “More” in the navigation closes once one is elsewhere: what it lists would cover what one goes to.
export function closeMore() {
  const more = document.querySelector(".al-more__details");
  if (!more) return;
  const close = (event) => {
    if (!more.contains(event.target)) more.open = false;
  };
  document.addEventListener("focusin", close);
  document.addEventListener("click", close);
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
