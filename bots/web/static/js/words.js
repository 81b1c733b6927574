// Our sentences, in the language of the page.

const language = document.documentElement.lang;
const answer = await fetch(new URL(`../words/${language}.json`, import.meta.url));
const words = await answer.json();

/** Return the sentence, with facts put in where their names stand in braces. */
export function t(key, facts = {}) {
  if (!(key in words)) throw new Error(`no sentence ${key}`);
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

export { language };
