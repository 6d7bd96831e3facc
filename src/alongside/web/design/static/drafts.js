// <form data-autosave-url="…">: what is typed is kept every 20 seconds, and when the page is left. The answer is JSON:
// {"saved": "14:32"}, with "version" if the form holds one; or a status of 400 and above with {"error": "Why not."}. Nothing is sent while nothing has changed, so that an open
// page does not keep its member signed in.
const EVERY = 20_000;
const KEEPALIVE_LIMIT = 60_000;
const PATIENCE = 3_000;

async function reason(answer) {
  const said = await answer.json().catch(() => ({}));
  return said.error ?? "What you typed is still on this page.";
}

class Draft {
  constructor(form, onSaved) {
    this.form = form;
    this.onSaved = onSaved;
    this.url = form.dataset.autosaveUrl;
    this.kept = this.text();
    this.words = document.createElement("p");
    this.words.className = "al-draft";
    this.words.setAttribute("role", "status");
    form.append(this.words);
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pageshow", () => (this.leaving = false)); // one may come back to the page
    setInterval(() => this.save(), EVERY);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save(true));
  }

  data() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  text() {
    const data = this.data();
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return new URLSearchParams(data).toString();
  }

  // A form that is sent while its draft is still on the way would meet a newer version of itself, and call that a
  // collision: it waits for the answer, but not for long.
  submit(event) {
    this.leaving = true;
    if (!this.saving) return;
    event.preventDefault();
    const send = () => {
      this.saving = null;
      this.form.requestSubmit(event.submitter);
    };
    Promise.race([this.saving, new Promise((enough) => setTimeout(enough, PATIENCE))]).then(send);
  }

  save(leaving = false) {
    if (this.leaving || this.saving || this.text() === this.kept) return this.saving;
    this.saving = this.send(leaving).finally(() => (this.saving = null));
    return this.saving;
  }

  async send(leaving) {
    const now = this.text();
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.data(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        keepalive: leaving && now.length < KEEPALIVE_LIMIT,
      });
      if (answer.status === 401 || answer.redirected) this.tell("Draft not saved: you were signed out. What you typed is still on this page. Sign in again in another tab, then go on here.", true);
      else if (!answer.ok) this.tell(`Draft not saved. ${await reason(answer)}`, true);
      else this.done(await answer.json(), now);
    } catch {
      this.tell("Draft not saved: there is no connection. What you typed is still on this page.", true);
    }
  }

  done(answer, text) {
    this.kept = text;
    const version = this.form.elements.namedItem("version");
    if (version && answer.version !== undefined) version.value = answer.version;
    this.tell(`Draft saved ${answer.saved}`);
    this.onSaved();
  }

  tell(words, failed = false) {
    this.words.textContent = words;
    this.words.classList.toggle("al-draft--failed", failed);
  }
}

// `onSaved` hears of each save: the server has then counted the session anew.
export function keepDrafts(onSaved) {
  const drafts = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => new Draft(form, onSaved));
  return () => Promise.all(drafts.map((draft) => draft.save()));
}
