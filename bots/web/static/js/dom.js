// Elements. What people wrote only ever becomes text.

const ICONS = new URL("../icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

export const $ = (selector, within = document) => within.querySelector(selector);

/** Return a new element; a property that begins with "on" listens, null and false are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/** A button with a word beside its icon. */
export function button(iconName, word, onclick, properties = {}) {
  return el(
    "button",
    { type: "button", class: "button", onclick, ...properties },
    iconName ? icon(iconName) : null,
    el("span", {}, word),
  );
}

/** Show whether a button is pressed, and say so in its word. */
export function press(control, pressed, word) {
  control.setAttribute("aria-pressed", String(pressed));
  $("span", control).textContent = word;
}

/** Let a button do its work once at a time. */
export function once(work) {
  let busy = false;
  return async (event) => {
    if (busy) return;
    busy = true;
    try {
      await work(event);
    } finally {
      busy = false;
    }
  };
}

/** Tell people who do not see the page; the same again is not said again. */
export function announce(text) {
  const live = $("#live");
  if (live.textContent !== text) live.textContent = text;
}
