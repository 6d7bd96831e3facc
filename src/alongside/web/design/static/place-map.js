// Moves, zooms, tells and draws on the map that the server drew. Without it the same map, its boxes and its table remain.
const STEP = 0.2;
const CLOSEST = 24;
const SVG = "http://www.w3.org/2000/svg";

class PlaceMap {
  constructor(box) {
    this.box = box;
    this.svg = box.querySelector(".al-place__svg");
    this.frame = box.querySelector(".al-place__frame");
    this.told = box.querySelector(".al-place__told");
    const [, , width, height] = this.svg.getAttribute("viewBox").split(" ").map(Number);
    this.whole = { x: 0, y: 0, width, height };
    this.view = { ...this.whole };
    this.corners = [];
    this.fingers = new Map();
    this.over = this.svg.appendChild(document.createElementNS(SVG, "g"));
    box.classList.add("al-place--moves");
    box.querySelector(".al-place__tools").hidden = false;
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "application");
    this.frame.setAttribute("aria-label", `Map. Arrow keys move it, plus and minus come closer and go away${box.dataset.url ? ", Enter tells of the place in the middle" : ""}.`);
    for (const tool of box.querySelectorAll(".al-place__tool")) tool.addEventListener("click", () => this.act(tool.dataset.act));
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.frame.addEventListener("pointerdown", (event) => this.down(event));
    this.frame.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.frame.addEventListener(end, (event) => this.up(event));
    this.frame.addEventListener("focus", () => this.mark());
    this.frame.addEventListener("blur", () => this.mark());
  }

  get draws() { return this.box.classList.contains("al-place--draws"); }
  get closeness() { return this.whole.width / this.view.width; }
  get middle() { return { x: this.view.x + this.view.width / 2, y: this.view.y + this.view.height / 2 }; }

  act(name) {
    const { width, height } = this.view;
    if (name === "in") this.zoom(1.5);
    else if (name === "out") this.zoom(1 / 1.5);
    else if (name === "west") this.shift(-STEP * width, 0);
    else if (name === "east") this.shift(STEP * width, 0);
    else if (name === "north") this.shift(0, -STEP * height);
    else if (name === "south") this.shift(0, STEP * height);
    else if (name === "whole") this.show({ ...this.whole });
    else if (name === "draw") this.startOrEndDrawing();
  }

  key(event) {
    const acts = { ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south", "+": "in", "=": "in", "-": "out", 0: "whole" };
    if (acts[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) this.act(acts[event.key]);
    else if (event.key === "Enter") this.choose(this.middle);
    else if (event.key === "Backspace" && this.draws) this.takeBack();
    else if (event.key === "Escape" && this.draws) this.startOrEndDrawing();
    else return;
    event.preventDefault();
  }

  zoom(by, around = this.middle) {
    const closeness = Math.min(CLOSEST, Math.max(1, this.closeness * by));
    const width = this.whole.width / closeness;
    const share = width / this.view.width;
    this.show({
      x: around.x - (around.x - this.view.x) * share, y: around.y - (around.y - this.view.y) * share,
      width, height: this.whole.height / closeness,
    });
  }

  shift(x, y) { this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y }); }

  show(view) {
    const room = (at, length, whole) => Math.min(Math.max(at, -length / 2), whole - length / 2);
    view.x = this.closenessOf(view) <= 1 ? 0 : room(view.x, view.width, this.whole.width);
    view.y = this.closenessOf(view) <= 1 ? 0 : room(view.y, view.height, this.whole.height);
    this.view = view;
    this.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    const letters = 1 / Math.sqrt(this.closeness);
    for (const text of this.svg.querySelectorAll("text")) {
      text.dataset.size ??= parseFloat(getComputedStyle(text).fontSize);
      text.style.fontSize = `${text.dataset.size * letters}px`;
      text.style.strokeWidth = `${5 * letters}px`;
    }
    this.mark();
  }

  closenessOf(view) { return this.whole.width / view.width; }

  wheel(event) {
    if (!event.ctrlKey && document.activeElement !== this.frame) return; // the page scrolls until the map is chosen
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.spot(event));
  }

  spot(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x: at.x, y: at.y };
  }

  down(event) {
    if (event.button) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.moved = 0;
    this.box.classList.add("al-place--held");
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const unit = this.view.width / this.frame.clientWidth;
    if (this.fingers.size === 2) {
      const [other] = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const apart = (at) => Math.hypot(at.x - other.x, at.y - other.y) || 1;
      this.zoom(apart(now) / apart(before));
    } else if (!this.draws) {
      this.shift((before.x - now.x) * unit, (before.y - now.y) * unit);
    }
    this.moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.moved > 6 && !this.frame.hasPointerCapture(event.pointerId)) this.frame.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, now);
  }

  up(event) {
    const was = this.fingers.delete(event.pointerId);
    this.box.classList.remove("al-place--held");
    if (was && event.type === "pointerup" && this.moved <= 6) this.choose(this.spot(event));
  }

  metres(spot) {
    const { west, north, scale } = this.box.dataset;
    return [Number(west) + (spot.x - 12) / Number(scale), Number(north) - (spot.y - 12) / Number(scale)];
  }

  async choose(spot) {
    if (this.draws) return this.addCorner(spot);
    if (!this.box.dataset.url) return;
    try {
      this.data ??= fetch(this.box.dataset.url, { headers: { Accept: "application/geo+json" }, credentials: "same-origin" }).then((answer) => {
        if (!answer.ok || answer.redirected) throw new Error("not told");
        return answer.json();
      });
      this.tell(this.cellAt((await this.data).cells, this.metres(spot)));
    } catch {
      this.data = undefined;
      this.say("The map could not be asked. Load the page again, or use the table.");
    }
  }

  cellAt(cells, [x, y]) {
    const col = Math.floor((x - cells.x0) / cells.cell);
    const row = Math.floor((y - cells.y0) / cells.cell);
    const number = cells.rows.findIndex((one, k) => one === row && cells.cols[k] === col);
    return number < 0 ? null : { number, words: cells.words[number] };
  }

  tell(cell) {
    if (!cell) return this.say("That point lies in no cell of this analysis.");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = this.box.dataset.cellUrl.replace(/\/0\/$/, `/${cell.number}/`);
    link.textContent = "Why?";
    this.say(`${cell.words} `, link);
  }

  say(...parts) { this.told.replaceChildren(...parts); }

  startOrEndDrawing() {
    this.box.classList.toggle("al-place--draws");
    this.corners = [];
    this.box.querySelector('[data-act="draw"]').setAttribute("aria-pressed", String(this.draws));
    this.frame.focus();
    this.say(this.draws ? "Click the corners of the place one after another. By keyboard: move the map under the cross and press Enter for each corner, Backspace to take one back." : "");
    this.mark();
  }

  addCorner(spot) {
    this.corners.push(spot);
    this.mark();
    this.sayCorners();
  }

  takeBack() {
    this.corners.pop();
    this.mark();
    this.sayCorners();
  }

  sayCorners() {
    const many = this.corners.length;
    const back = document.createElement("button");
    back.type = "button";
    back.className = "al-place__tool";
    back.textContent = "Take the last corner back";
    back.addEventListener("click", () => this.takeBack());
    if (many < 3) return this.say(`${many} ${many === 1 ? "corner" : "corners"}. ${3 - many} more at least. `, ...(many ? [back] : []));
    const use = document.createElement("a");
    use.className = "govuk-link";
    const corners = this.corners.map((spot) => this.metres(spot).map((metre) => Math.round(metre)).join(",")).join(";");
    use.href = `${this.box.dataset.drawUrl}?corners=${encodeURIComponent(corners)}`;
    use.textContent = "Use this place";
    this.say(`${many} corners. `, use, " ", back);
  }

  mark() {
    const parts = [];
    const add = (name, attributes) => {
      const part = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      parts.push(part);
    };
    const dot = 5 / this.closeness;
    if (this.corners.length) {
      add("polygon", { class: "al-place__drawn", points: this.corners.map((spot) => `${spot.x},${spot.y}`).join(" ") });
      for (const spot of this.corners) add("circle", { class: "al-place__corner", cx: spot.x, cy: spot.y, r: dot });
    }
    if (document.activeElement === this.frame) {
      const { x, y } = this.middle;
      add("path", { class: "al-place__cross", d: `M${x - 3 * dot},${y}H${x + 3 * dot}M${x},${y - 3 * dot}V${y + 3 * dot}` });
    }
    this.over.replaceChildren(...parts);
  }
}

for (const box of document.querySelectorAll(".al-place")) new PlaceMap(box);
