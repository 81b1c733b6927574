// Link page: previews the profile that a link code would result in, and claims it on a click.

import { call } from "./api.js";
import { $, el, once } from "./dom.js";
import { onSubmit, withProblem } from "./forms.js";
import { listen, broadcastSignIn } from "./tabs.js";
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

async function preview(code) {
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

onSubmit(form, ({ code }) => preview(code.trim()));

// The preview belongs to another code than the one in the field.
form.elements.code.addEventListener("input", () => {
  merge.hidden = true;
});

$("#claim").addEventListener(
  "click",
  once(() =>
    withProblem(merge, async () => {
      await call("POST", "/link/claim", { body: { code: shownCode } });
      broadcastSignIn();
      window.location.assign("/account");
    }),
  ),
);

const given = new URLSearchParams(window.location.search).get("code");
if (given) {
  form.elements.code.value = given;
  await withProblem(form, () => preview(given.trim()));
}
listen();
document.body.dataset.ready = "true";
