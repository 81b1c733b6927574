// A code from another chat: what it would put together is shown first, and done on a press alone.

import { call } from "./api.js";
import { $, el, once } from "./dom.js";
import { onSubmit, saying } from "./forms.js";
import { listen, tellPerson } from "./tabs.js";
import { t } from "./words.js";

const PLATFORMS = {
  discord: t("web_platform_discord"),
  telegram: t("web_platform_telegram"),
  web: t("web_platform_web"),
  terminal: t("web_platform_terminal"),
};

const form = $("#look");
const merge = $("#merge");

let shownCode = "";

async function look(code) {
  merge.hidden = true;
  const { identities, comics } = await call("POST", "/link/preview", { body: { code } });
  $("#merge-list").replaceChildren(
    ...identities.map(({ platform }) => el("li", {}, PLATFORMS[platform])),
    el("li", {}, t("web_link_comics", { count: comics })),
  );
  shownCode = code;
  merge.hidden = false;
  $("#claim").focus();
}

onSubmit(form, ({ code }) => look(code.trim()));

// What was shown is no longer what is asked for.
form.elements.code.addEventListener("input", () => {
  merge.hidden = true;
});

$("#claim").addEventListener(
  "click",
  once(() =>
    saying(merge, async () => {
      await call("POST", "/link/claim", { body: { code: shownCode } });
      tellPerson();
      window.location.assign("/account");
    }),
  ),
);

const given = new URLSearchParams(window.location.search).get("code");
if (given) {
  form.elements.code.value = given;
  await saying(form, () => look(given.trim()));
}
listen();
document.body.dataset.ready = "true";
