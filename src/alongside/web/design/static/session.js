// Two minutes before the session ends: save the drafts, say so, and offer to stay.
const WARN_BEFORE = 120;
const SIGNED_OUT = "You are signed out. What you typed is still on this page: sign in again in another tab, then go on here.";

export class Session {
  constructor({ sessionSeconds, stayUrl }) {
    this.seconds = Number(sessionSeconds);
    this.stayUrl = stayUrl;
    this.beforeEnd = async () => {};
  }

  startAgain() {
    if (!this.seconds || !this.stayUrl) return;
    clearTimeout(this.timer);
    this.box?.remove();
    this.timer = setTimeout(() => this.warn(), Math.max(this.seconds - WARN_BEFORE, 5) * 1000);
  }

  async warn() {
    const words = document.createElement("p");
    words.textContent = "You will be signed out in 2 minutes.";
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "govuk-button govuk-button--secondary";
    stay.textContent = "Stay signed in";
    stay.addEventListener("click", async () => {
      if (await this.stays()) return this.startAgain();
      words.textContent = SIGNED_OUT;
      stay.remove();
    });
    await this.beforeEnd();
    this.box = document.createElement("div");
    this.box.className = "al-timeout";
    this.box.setAttribute("role", "alertdialog");
    this.box.setAttribute("aria-label", "You will soon be signed out");
    this.box.append(words, stay);
    document.body.append(this.box);
    stay.focus();
    this.timer = setTimeout(() => (words.textContent = "Your session may have ended. Choose “Stay signed in” to find out."), WARN_BEFORE * 1000);
  }

  async stays() {
    try {
      const answer = await fetch(this.stayUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      return answer.ok && !answer.redirected;
    } catch {
      return false;
    }
  }
}
