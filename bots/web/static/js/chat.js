// Chat page: wires composer, outbox and history together.

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
  onSend: (request) => outbox.send(request),
  onHelp: () => history.showHelp(),
});

outbox.onEdit = (request) => composer.resume(request);

for (const idea of document.querySelectorAll("[data-idea]")) {
  idea.addEventListener("click", () => composer.fill({ prompt: idea.dataset.idea }, { send: true }));
}

await history.begin();
outbox.resume();
composer.fillFromAddress();
document.body.dataset.ready = "true";
