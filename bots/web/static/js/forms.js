// Forms that are sent without leaving the page, with what is wrong said where it is wrong.

import { $, once } from "./dom.js";

/** Call `send` with the fields when the form is sent; it is shown what is refused. */
export function onSubmit(form, send) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener(
    "submit",
    once(async () => {
      await saying(form, () => send(Object.fromEntries(new FormData(form))));
    }),
  );
}

/** Do something, and say below it what goes wrong. Returns whether it went well. */
export async function saying(place, work) {
  const problem = $(".problem", place);
  problem.textContent = "";
  try {
    await work();
    return true;
  } catch (error) {
    problem.textContent = error.message;
    return false;
  }
}
