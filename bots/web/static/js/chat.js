// The chat page: puts together what is written, what is under way, and what was made before.

import { Composer } from "./composer.js";
import { $ } from "./dom.js";
import { History } from "./history.js";
import { Outbox } from "./outbox.js";

const history = new History({
  list: $("#messages"),
  older: $("#older"),
  welcome: $("#welcome"),
  onEdit: (comic) => composer.edit(comic),
  onContinue: (comic) => composer.continue(comic),
});
const outbox = new Outbox(history);
const composer = new Composer($("#composer"), {
  onSend: (wish) => outbox.send(wish),
  onHelp: () => history.showHelp(),
});

outbox.onEdit = (wish) => composer.resume(wish);

for (const idea of document.querySelectorAll("[data-idea]")) {
  idea.addEventListener("click", () => composer.fill({ prompt: idea.dataset.idea }, { send: true }));
}

await history.begin();
outbox.resume();
composer.fillFromAddress();
document.body.dataset.ready = "true";
