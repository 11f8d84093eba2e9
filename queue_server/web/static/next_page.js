/** Where to go after signing in, and how to come back from signing out. */

/** @type {Readonly<Record<string, string>>} */
const PAGE_OF = Object.freeze({
  clerk: "/counter",
  reception: "/reception",
  manager: "/manager",
  admin: "/manager",
});

/** A path of this server. Browsers take tabs and ends of lines out of an address, and \ for /. */
const OUR_PATH = /^\/(?!\/)[^\\\s\p{Cc}]*$/u;

/**
 * The page asked for before signing in; only a path of this server, for an address is easily
 * forged into a link that leads elsewhere. Who asked for none gets the page of their work, or the
 * home page where that could be several.
 * @param {string} search the address from its question mark on
 * @param {string[]} roles of whoever has signed in
 */
export function nextPage(search, roles) {
  const wanted = new URLSearchParams(search).get("next") ?? "";
  if (OUR_PATH.test(wanted)) return wanted;
  const pages = new Set(roles.map((role) => PAGE_OF[role] ?? "/"));
  const [only] = pages.size === 1 ? pages : ["/"];
  return only;
}

/**
 * The sign-in page that leads back here.
 * @param {{ pathname: string, search: string }} here
 */
export function signInFrom(here) {
  return `/sign-in?${new URLSearchParams({ next: here.pathname + here.search })}`;
}
