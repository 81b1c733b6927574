// Page of one comic, with more actions for its owner than for users of a share link.

import { read } from "./api.js";
import * as comics from "./comic_actions.js";
import { $, button } from "./dom.js";
import { trying } from "./notices.js";
import { listen } from "./tabs.js";
import { t } from "./words.js";

const article = $("#comic");
const { uuid, share } = article.dataset;
const image = $("#comic img");
$("#comic figure").style.setProperty("--ratio", `${image.getAttribute("width") / image.getAttribute("height")}`);

$("#report").addEventListener("click", () => comics.report(uuid, share || null));

/** Return the comic if it is the user's own, else null. */
async function own() {
  try {
    return await read(`/gallery/${uuid}`);
  } catch {
    return null;
  }
}

const comic = share ? null : await own();
if (comic) {
  const remove = () => comics.remove(comic, { onGone: () => article.classList.add("gone"), onBack: () => window.location.reload() });
  const another = () => window.location.assign(comics.likeThis(comic));
  $("#actions").append(
    comics.favouriteButton(comic),
    button("like", t("web_another"), another),
    button("share", t("web_share"), () => comics.share(comic)),
    button("info", t("web_details"), () => comics.showDetails(uuid)),
    button("bin", t("web_delete"), () => trying(remove)),
  );
}
listen();
document.body.dataset.ready = "true";
