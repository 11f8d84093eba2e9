/** Where to go after signing in, and how to come back from signing out. */

/**
 * The page asked for before signing in; only a path of this server, for an address is easily
 * forged into a link that leads elsewhere.
 * @param {string} search the address from its question mark on
 */
export function nextPage(search) {
  const wanted = new URLSearchParams(search).get("next") ?? "/";
  return /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}

/**
 * The sign-in page that leads back here.
 * @param {{ pathname: string, search: string }} here
 */
export function signInFrom(here) {
  return `/sign-in?${new URLSearchParams({ next: here.pathname + here.search })}`;
}
