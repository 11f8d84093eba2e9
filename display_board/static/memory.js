// What a board has announced, kept over a reload of the page, where the browser lets it.

/**
 * @param {string} board its name @param {() => Storage} storage a browser that forbids it throws
 * already when asked for it
 */
export function boardMemory(board, storage) {
  const key = `motcua.board.${board}.heard`;
  return {
    /** @returns {string[]} the ids of calls announced before; none where nothing could be kept */
    heard() {
      try {
        const kept = JSON.parse(storage().getItem(key) || "[]");
        return Array.isArray(kept) ? kept : [];
      } catch (_unreadable) {
        return [];
      }
    },
    /** @param {string[]} heard */
    keep(heard) {
      try {
        storage().setItem(key, JSON.stringify(heard));
      } catch (_fullOrForbidden) {
        // At worst a call is announced again after a reload within its seconds of life.
      }
    },
  };
}
