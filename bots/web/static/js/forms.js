// Forms that are submitted without leaving the page and show errors in place.

import { $, once } from "./dom.js";

/** Call `send` with the fields when the form is submitted; show its error in the form. */
export function onSubmit(form, send) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener(
    "submit",
    once(async () => {
      await withProblem(form, () => send(Object.fromEntries(new FormData(form))));
    }),
  );
}

/** Run `work`; show its error in `place`. Returns whether it succeeded. */
export async function withProblem(place, work) {
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
