// Sentences of the catalogue, in the language of the page.

const language = document.documentElement.lang;
const answer = await fetch(new URL(`../words/${language}.json`, import.meta.url));
const words = await answer.json();

/** Return a sentence, with facts inserted for their names in braces. */
export function t(key, facts = {}) {
  if (!(key in words)) throw new Error(`no sentence ${key}`);
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

export { language };
