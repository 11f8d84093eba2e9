// One sound at a time through one AudioContext. A call's file holds chime and voice together.

/** The server may have to speak a phrase for the first time; longer than this is silence. */
const LOAD_MS = 8000;
/** A resumed context answers at once or, without a touch of the screen, never. */
const RESUME_MS = 500;
/** Added to the length of a sound: a device that vanished never reports the end. */
const GRACE_MS = 1500;

/**
 * @typedef {{ready: () => boolean, resume: () => Promise<void>, prefetch: (url: string) => void,
 *   play: (url: string, begun: () => void) => Promise<void>, stop: (why: string) => void}} Sound
 */

/**
 * @param {AudioContext} context @returns {Sound} whose `play` settles in any case: resolved when
 * the sound was heard to its end, rejected with the reason (`http_404`, `suspended`, …) otherwise
 */
export function createSound(context) {
  /** The one sound fetched ahead (a decoded one takes about 2 MB), until its turn or another's.
   * @type {{url: string, loading: Promise<AudioBuffer>} | null} */
  let ahead = null;
  /** Ends the sound that is being heard, or keeps it from beginning. @type {{stop: (why: string) => void} | null} */
  let playing = null;

  /** @param {string} url */
  function fetchAhead(url) {
    if (ahead !== null && ahead.url === url) {
      return;
    }
    const mine = { url, loading: fetchDecoded(context, url) };
    ahead = mine;
    mine.loading.catch(() => {
      if (ahead === mine) {
        ahead = null;
      }
    });
  }

  /** @param {string} url */
  function take(url) {
    if (ahead === null || ahead.url !== url) {
      return fetchDecoded(context, url);
    }
    const { loading } = ahead;
    ahead = null;
    return loading;
  }

  async function resume() {
    if (context.state !== "running") {
      await Promise.race([context.resume().catch(() => undefined), pause(RESUME_MS)]);
    }
  }

  return {
    ready: () => context.state === "running",
    resume,
    prefetch: fetchAhead,
    async play(url, begun) {
      if (playing !== null) {
        playing.stop("overtaken");
      }
      /** @type {{stop: (why: string) => void}} */
      const mine = { stop: () => undefined };
      playing = mine;
      // What is stopped while the server still makes it must not begin behind that.
      /** @type {Promise<never>} */
      const stopped = new Promise((_, reject) => {
        mine.stop = (why) => reject(new Error(why));
      });
      try {
        const buffer = await Promise.race([take(url), stopped]);
        await Promise.race([resume(), stopped]);
        if (context.state !== "running") {
          throw new Error("suspended");
        }
        begun();
        await playBuffer(context, buffer, (stop) => {
          mine.stop = stop;
        });
      } finally {
        if (playing === mine) {
          playing = null;
        }
      }
    },
    stop(why) {
      if (playing !== null) {
        playing.stop(why);
      }
    },
  };
}

/** A board that shows and leaves the voice to another one. @returns {Sound} */
export function noSound() {
  return {
    ready: () => true,
    resume: () => Promise.resolve(),
    prefetch: () => undefined,
    play: () => Promise.reject(new Error("switched_off")),
    stop: () => undefined,
  };
}

/**
 * @param {AudioContext} context @param {AudioBuffer} buffer
 * @param {(stop: (why: string) => void) => void} stoppable @returns {Promise<void>}
 */
function playBuffer(context, buffer, stoppable) {
  return new Promise((resolve, reject) => {
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const cut = setTimeout(() => reject(new Error("cut_off")), buffer.duration * 1000 + GRACE_MS);
    source.onended = () => {
      clearTimeout(cut);
      resolve();
    };
    stoppable((why) => {
      clearTimeout(cut);
      reject(new Error(why));
      source.stop();
    });
    source.start();
  });
}

/** @param {AudioContext} context @param {string} url @returns {Promise<AudioBuffer>} */
async function fetchDecoded(context, url) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), LOAD_MS);
  try {
    const response = await fetch(url, { signal: giveUp.signal }).catch(lost);
    if (!response.ok) {
      throw new Error(`http_${response.status}`);
    }
    const bytes = await response.arrayBuffer().catch(lost);
    return await context.decodeAudioData(bytes).catch(() => {
      throw new Error("not_a_sound");
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing came, or not in time. @returns {never} */
function lost() {
  throw new Error("network");
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
