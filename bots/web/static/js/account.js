// The account: who one is here, by which ways one comes in, and how one leaves.

import { call, read, Refused } from "./api.js";
import { $, button, el } from "./dom.js";
import { onSubmit, saying } from "./forms.js";
import { isAway, isBack, notice, trying } from "./notices.js";
import { listen, tellNobody, tellPerson } from "./tabs.js";
import { language, t } from "./words.js";

const YEAR = 365 * 24 * 3600; // seconds
const PLATFORMS = {
  discord: t("web_platform_discord"),
  telegram: t("web_platform_telegram"),
  web: t("web_platform_web"),
  terminal: t("web_platform_terminal"),
};

/** Return what the server knows of us; null while that is nothing. */
async function whoAmI() {
  try {
    return await read("/auth/me", { tries: Infinity, onAway: () => isAway("account") });
  } catch (error) {
    if (error instanceof Refused && [401, 404].includes(error.status)) return null;
    throw error;
  } finally {
    isBack("account");
  }
}

function remember(locale) {
  document.cookie = `comicai_language=${locale}; path=/; max-age=${YEAR}; samesite=lax`;
}

async function show() {
  const me = await whoAmI();
  const isMember = Boolean(me?.email);
  $("#who").textContent = describe(me);
  $("#strangers").hidden = isMember;
  $("#members").hidden = !isMember;
  $("#linking").hidden = !me;
  $("#forgetting").hidden = !me;
  $("#forget-proof").hidden = !isMember;
  $("#forget-proof input").disabled = !isMember;
  $("#adopt").hidden = !me?.comics;
  for (const form of ["#password", "#forget"]) $(`${form} [name=email]`).value = me?.email ?? "";
  showIdentities(me?.identities ?? [], isMember);
}

function describe(me) {
  if (!me) return t("web_who_nobody");
  if (!me.email) return t("web_who_visitor", { count: me.comics });
  return t("web_who_member", { name: me.displayName || me.email, count: me.comics });
}

function showIdentities(identities, isMember) {
  $("#identities").replaceChildren(
    ...identities.map((identity) =>
      el(
        "li",
        {},
        el("span", {}, `${PLATFORMS[identity.platform]}${identity.platform === "web" ? "" : ` · ${identity.externalId}`}`),
        isMember || identities.length > 1 ? button("close", t("web_unlink"), () => unlink(identity), { class: "button small" }) : null,
      ),
    ),
  );
}

function unlink({ platform, externalId }) {
  return saying($("#linking"), async () => {
    await call("DELETE", `/identities/${platform}/${encodeURIComponent(externalId)}`);
    notice(t("web_unlinked"));
    await show();
  });
}

/** Speak the language that the person chose some time, from now on. */
async function speak() {
  const me = await whoAmI();
  if (me?.locale && me.locale !== language && [...$("#language select").options].some(({ value }) => value === me.locale)) {
    remember(me.locale);
    window.location.reload();
    return;
  }
  await show();
}

onSubmit($("#sign-up"), async ({ email, password, displayName }) => {
  await call("POST", "/auth/register", { body: { email, password, displayName } });
  $("#sign-up").reset();
  tellPerson();
  await show();
  notice(t("web_welcome_member"));
});

onSubmit($("#log-in"), async ({ email, password, adopt }) => {
  await call("POST", "/auth/login", { body: { email, password, adopt: Boolean(adopt) && !$("#adopt").hidden } });
  $("#log-in").reset();
  tellPerson();
  await speak();
  notice(t("web_logged_in"));
});

onSubmit($("#password"), async ({ oldPassword, newPassword }) => {
  await call("POST", "/auth/password", { body: { oldPassword, newPassword } });
  $("#password").reset();
  await show();
  notice(t("web_password_changed"));
});

onSubmit($("#forget"), async ({ password }) => {
  await call("DELETE", "/auth/me", { body: password ? { password } : {} });
  $("#forget").reset();
  tellNobody();
  await show();
  notice(t("web_forgotten"));
});

$("#language select").addEventListener("change", (event) =>
  saying($("#language"), async () => {
    const locale = event.target.value;
    remember(locale);
    if (await whoAmI()) await call("PATCH", "/auth/me", { body: { locale } });
    window.location.reload();
  }),
);

for (const [id, path] of [["#log-out", "/auth/logout"], ["#everywhere", "/auth/sign-out-everywhere"]]) {
  $(id).addEventListener("click", () =>
    saying($("#members section:last-child"), async () => {
      await call("POST", path);
      tellNobody();
      await show();
      notice(t("web_logged_out"));
    }),
  );
}

$("#get-code").addEventListener("click", () =>
  saying($("#linking"), async () => {
    const { code, expiresAt } = await call("POST", "/link");
    const until = new Date(expiresAt).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    $("#code").replaceChildren(el("b", {}, code), el("p", {}, t("web_code_what")), el("p", {}, t("web_code_until", { time: until })));
    $("#code").hidden = false;
  }),
);

listen();
await trying(show);
document.body.dataset.ready = "true";
