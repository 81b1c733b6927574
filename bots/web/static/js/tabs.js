// What one tab tells the others of the same browser.

const channel = new BroadcastChannel("comicai");
const NEWS = "news";
const PERSON = "person";
const NOBODY = "nobody";

/** There is something new to look at. */
export const tellNews = () => channel.postMessage(NEWS);

/** Somebody is signed in from now on; what was being written meanwhile is still theirs. */
export const tellPerson = () => channel.postMessage(PERSON);

/** Nobody is signed in from now on, and whoever comes next finds nothing that was being written. */
export function tellNobody() {
  sessionStorage.clear();
  channel.postMessage(NOBODY);
}

/** Hear of news; where the person changes, nothing of the former one stays on the page. */
export function listen(onNews = () => {}) {
  channel.addEventListener("message", ({ data }) => {
    if (data === NOBODY) sessionStorage.clear();
    if (data === NEWS) onNews();
    else window.location.reload();
  });
}
