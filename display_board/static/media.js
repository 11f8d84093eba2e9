// Pictures and films of the centre's own, beside the calls. A call silences them while it lasts.

import { html, useEffect, useRef, useState } from "/shared/static/view.js";

/** A picture stands so long, and so does the place of a file that cannot be shown. */
const PICTURE_MS = 12000;
/** Films speak more softly than calls. */
export const LOUD = 0.5;
/** Steps of the volume: silent within 300 ms of a call, loud again more gently. */
export const STEP_MS = 50;
const DOWN = LOUD / 5;
const UP = LOUD / 20;
const FILM = /\.(?:mp4|webm)$/;

/**
 * @typedef {{place: number, mute: boolean}} Reel which file is shown, kept while there is no room;
 *   `mute`: this board leaves the sound to others
 */

/**
 * The volume one step on.
 * @param {number} volume @param {boolean} quiet whether the zone's voice may be speaking
 * @returns {number}
 */
export function nextVolume(volume, quiet) {
  return quiet ? Math.max(0, volume - DOWN) : Math.min(LOUD, volume + UP);
}

/** @param {{files: string[], quiet: boolean, reel: Reel}} props */
export function Media({ files, quiet, reel }) {
  const [place, setPlace] = useState(reel.place);
  const name = files[place % files.length];
  const next = () => {
    reel.place = (place + 1) % files.length;
    setPlace(place + 1);
  };
  const film = FILM.test(name);
  useEffect(() => {
    const timer = film ? undefined : setTimeout(next, PICTURE_MS);
    return () => clearTimeout(timer);
  }, [place, name]);
  const address = `/board-media/${name}`;
  return html`
    <div class="media" key=${`${place} ${name}`}>
      ${film ? html`<${Film} address=${address} quiet=${quiet} mute=${reel.mute} over=${next} />` : html`<img src=${address} alt="" />`}
    </div>
  `;
}

/** @param {{address: string, quiet: boolean, mute: boolean, over: () => void}} props */
function Film({ address, quiet, mute, over }) {
  const ref = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useEffect(() => {
    const film = ref.current;
    if (film === null) {
      return undefined;
    }
    film.volume = quiet ? 0 : LOUD;
    film.muted = mute;
    start(film);
    return () => film.pause();
  }, []);
  useEffect(() => {
    const timer = setInterval(() => {
      if (ref.current !== null) {
        ref.current.volume = nextVolume(ref.current.volume, quiet);
      }
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [quiet]);
  const lost = () => setTimeout(over, PICTURE_MS);
  return html`<video ref=${ref} src=${address} onEnded=${over} onError=${lost}></video>`;
}

/** A browser that allows no sound without a touch may show the film in silence. @param {HTMLVideoElement} film */
function start(film) {
  const begun = film.play();
  if (begun) {
    begun.catch(() => {
      film.muted = true;
      Promise.resolve(film.play()).catch(() => undefined);
    });
  }
}
