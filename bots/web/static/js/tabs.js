// Messages between the tabs of one browser.

const channel = new BroadcastChannel("comicai");
const CHANGED = "changed";
const SIGNED_IN = "signed-in";
const SIGNED_OUT = "signed-out";

/** Report that comics or jobs have changed. */
export const broadcastChange = () => channel.postMessage(CHANGED);

/** Report a login. Drafts are kept, since the same user wrote them. */
export const broadcastSignIn = () => channel.postMessage(SIGNED_IN);

/** Report a logout, and delete drafts, which the next user must not see. */
export function broadcastSignOut() {
  sessionStorage.clear();
  channel.postMessage(SIGNED_OUT);
}

/** Call `onChange` at changes in other tabs; reload the page after a login or logout there. */
export function listen(onChange = () => {}) {
  channel.addEventListener("message", ({ data }) => {
    if (data === SIGNED_OUT) sessionStorage.clear();
    if (data === CHANGED) onChange();
    else window.location.reload();
  });
}
