// Account page: sign-up, login, linked identities, language, deletion.

import { call, read, Refused } from "./api.js";
import { $, button, el } from "./dom.js";
import { onSubmit, withProblem } from "./forms.js";
import { markUnreachable, markReachable, notice, trying } from "./notices.js";
import { listen, broadcastSignOut, broadcastSignIn } from "./tabs.js";
import { language, t } from "./words.js";

const YEAR = 365 * 24 * 3600; // seconds
const PLATFORMS = {
  discord: t("web_platform_discord"),
  telegram: t("web_platform_telegram"),
  web: t("web_platform_web"),
  terminal: t("web_platform_terminal"),
};

/** Return the caller's profile, or null for a visitor without one. */
async function readProfile() {
  try {
    return await read("/auth/me", { tries: Infinity, onUnreachable: () => markUnreachable("account") });
  } catch (error) {
    if (error instanceof Refused && [401, 404].includes(error.status)) return null;
    throw error;
  } finally {
    markReachable("account");
  }
}

function rememberLanguage(locale) {
  document.cookie = `comicai_language=${locale}; path=/; max-age=${YEAR}; samesite=lax`;
}

async function show() {
  const me = await readProfile();
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
  return withProblem($("#linking"), async () => {
    await call("DELETE", `/identities/${platform}/${encodeURIComponent(externalId)}`);
    notice(t("web_unlinked"));
    await show();
  });
}

/** Switch to the language stored in the profile, if it differs from the page's. */
async function applyLanguage() {
  const me = await readProfile();
  if (me?.locale && me.locale !== language && [...$("#language select").options].some(({ value }) => value === me.locale)) {
    rememberLanguage(me.locale);
    window.location.reload();
    return;
  }
  await show();
}

onSubmit($("#sign-up"), async ({ email, password, displayName }) => {
  await call("POST", "/auth/register", { body: { email, password, displayName } });
  $("#sign-up").reset();
  broadcastSignIn();
  await show();
  notice(t("web_welcome_member"));
});

onSubmit($("#log-in"), async ({ email, password, adopt }) => {
  await call("POST", "/auth/login", { body: { email, password, adopt: Boolean(adopt) && !$("#adopt").hidden } });
  $("#log-in").reset();
  broadcastSignIn();
  await applyLanguage();
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
  broadcastSignOut();
  await show();
  notice(t("web_forgotten"));
});

$("#language select").addEventListener("change", (event) =>
  withProblem($("#language"), async () => {
    const locale = event.target.value;
    rememberLanguage(locale);
    if (await readProfile()) await call("PATCH", "/auth/me", { body: { locale } });
    window.location.reload();
  }),
);

for (const [id, path] of [["#log-out", "/auth/logout"], ["#everywhere", "/auth/sign-out-everywhere"]]) {
  $(id).addEventListener("click", () =>
    withProblem($("#members section:last-child"), async () => {
      await call("POST", path);
      broadcastSignOut();
      await show();
      notice(t("web_logged_out"));
    }),
  );
}

$("#get-code").addEventListener("click", () =>
  withProblem($("#linking"), async () => {
    const { code, expiresAt } = await call("POST", "/link");
    const until = new Date(expiresAt).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    $("#code").replaceChildren(el("b", {}, code), el("p", {}, t("web_code_what")), el("p", {}, t("web_code_until", { time: until })));
    $("#code").hidden = false;
  }),
);

listen();
await trying(show);
document.body.dataset.ready = "true";
