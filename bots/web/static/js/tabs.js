// What one tab tells the others of the same browser.

const channel = new BroadcastChannel("comicai");
const NEWS = "news";
const PERSON = "person";

/** There is something new to look at. */
export const tellNews = () => channel.postMessage(NEWS);

/** Somebody else is signed in from now on, or nobody. */
export function tellPerson() {
  sessionStorage.clear();
  channel.postMessage(PERSON);
}

/** Hear of news; where the person changes, nothing of the former one stays on the page. */
export function listen(onNews = () => {}) {
  channel.addEventListener("message", ({ data }) => {
    if (data === PERSON) window.location.reload();
    else onNews();
  });
}
