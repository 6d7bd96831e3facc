// Everything here only makes quicker what works without it.
import {
  Accordion, Button, CharacterCount, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink, Tabs, createAll,
} from "./vendor/govuk/govuk-frontend.min.js";
import { keepDrafts } from "./drafts.js";
import { closeMore } from "./more.js";
import { revealChosen } from "./reveal.js";
import { Session } from "./session.js";

for (const part of [Accordion, Button, CharacterCount, ErrorSummary, FileUpload, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink, Tabs]) {
  createAll(part);
}
revealChosen();
closeMore();
const session = new Session(document.body.dataset);
session.beforeEnd = keepDrafts(() => session.startAgain());
session.startAgain();

// A second click on a button sends nothing twice. The page comes back usable when one returns to it.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // it waits for its draft, and comes again
    if (form.dataset.sent) {
      event.preventDefault();
    } else {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 8000);
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
