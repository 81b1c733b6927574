// Chat page: wires composer, outbox and message list together.

import { Composer } from "./composer.js";
import { $ } from "./dom.js";
import { MessageList } from "./message_list.js";
import { Outbox } from "./outbox.js";

const messageList = new MessageList({
  list: $("#messages"),
  older: $("#older"),
  welcome: $("#welcome"),
  onEdit: (comic) => composer.edit(comic),
  onContinue: (comic) => composer.continue(comic),
});
const outbox = new Outbox(messageList);
const composer = new Composer($("#composer"), {
  onSend: (request) => outbox.send(request),
  onHelp: () => messageList.showHelp(),
});

outbox.onEdit = (request) => composer.resume(request);

for (const idea of document.querySelectorAll("[data-idea]")) {
  idea.addEventListener("click", () => composer.fill({ prompt: idea.dataset.idea }, { send: true }));
}

await messageList.begin();
outbox.resume();
composer.fillFromAddress();
document.body.dataset.ready = "true";
