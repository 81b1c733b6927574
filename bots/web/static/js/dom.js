// DOM helpers. User input is only ever inserted as text, never as HTML.

const ICONS = new URL("../icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

export const $ = (selector, within = document) => within.querySelector(selector);

/** Return a new element; properties beginning with "on" are listeners; null and false are skipped. */
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

/** Return a button with an icon and a label. */
export function button(iconName, word, onclick, properties = {}) {
  return el(
    "button",
    { type: "button", class: "button", onclick, ...properties },
    iconName ? icon(iconName) : null,
    el("span", {}, word),
  );
}

/** Set a toggle button's pressed state and label. */
export function press(control, pressed, word) {
  control.setAttribute("aria-pressed", String(pressed));
  $("span", control).textContent = word;
}

/** Return a handler that ignores events while a previous call is in progress. */
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

/** Announce a text to screen readers, unless it is the last one announced. */
export function announce(text) {
  const live = $("#live");
  if (live.textContent !== text) live.textContent = text;
}
