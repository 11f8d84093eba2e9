/** Telex, the usual way to write Vietnamese with plain keys; pure. */

const MARKS = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" };
const TONES = /[\u0301\u0300\u0309\u0303\u0323]/;
const VOWEL = /[aeiouyăâêôơư]/;

/**
 * The text after one more key; only the last word can change.
 * @param {string} text  NFC
 * @param {string} key  one small letter, or a space
 */
export function typed(text, key) {
  const cut = text.lastIndexOf(" ") + 1;
  return text.slice(0, cut) + word(text.slice(cut), key);
}

/**
 * @param {string} before
 * @param {string} key
 */
function word(before, key) {
  const { letters, tone } = apart(before);
  if (key in MARKS && VOWEL.test(letters)) {
    const mark = MARKS[/** @type {keyof typeof MARKS} */ (key)];
    return tone === mark ? together(letters, "") + key : together(letters, mark);
  }
  if (key === "z" && tone) return together(letters, "");
  const shaped = shape(letters, key);
  return together(shaped === null ? letters + key : shaped, tone);
}

/**
 * Double letters and w; null where the key is just a letter. The same key again undoes.
 * @param {string} letters
 * @param {string} key
 * @returns {string | null}
 */
function shape(letters, key) {
  if (key === "d" && letters === "d") return "đ";
  if (key === "d" && letters === "đ") return "dd";
  if (key === "w") return hook(letters);
  const hat = /** @type {Record<string, string>} */ ({ a: "â", e: "ê", o: "ô" })[key];
  if (!hat) return null;
  const plain = letters.lastIndexOf(key);
  const done = letters.lastIndexOf(hat);
  if (done >= 0) return `${put(letters, done, key)}${key}`;
  return plain >= 0 && onlyEnding(letters.slice(plain + 1)) ? put(letters, plain, hat) : null;
}

/** @param {string} letters */
function hook(letters) {
  if (letters.includes("uo")) return letters.replace("uo", "ươ");
  for (let place = letters.length - 1; place >= 0; place -= 1) {
    const hooked = /** @type {Record<string, string>} */ ({ a: "ă", o: "ơ", u: "ư" })[
      letters[place]
    ];
    if (hooked) return put(letters, place, hooked);
  }
  return null;
}

/** Between a vowel and the key that shapes it only the rest of a syllable may stand. */
function onlyEnding(/** @type {string} */ rest) {
  return /^[iuy]?(c|ch|m|n|ng|nh|p|t)?$/.test(rest);
}

/**
 * @param {string} text
 * @param {number} place
 * @param {string} letter
 */
function put(text, place, letter) {
  return text.slice(0, place) + letter + text.slice(place + 1);
}

/**
 * The letters of a word without its tone, and the tone.
 * @param {string} text
 */
function apart(text) {
  const open = text.normalize("NFD");
  const found = TONES.exec(open);
  return { letters: open.replace(TONES, "").normalize("NFC"), tone: found ? found[0] : "" };
}

/**
 * The word with its tone on the vowel where the spelling of today puts it.
 * @param {string} letters
 * @param {string} tone
 */
function together(letters, tone) {
  if (!tone) return letters;
  const place = tonePlace(letters);
  if (place < 0) return letters;
  return put(letters, place, (letters[place] + tone).normalize("NFC"));
}

/** @param {string} letters */
function tonePlace(letters) {
  // The u of qu and the i of gi belong to the consonant when another vowel follows.
  const start = /^(qu|gi(?=[aeiouyăâêôơư]))/.test(letters) ? 2 : 0;
  const places = [...letters].map((_, place) => place).filter((p) => p >= start);
  const vowels = places.filter((place) => VOWEL.test(letters[place]));
  const shaped = vowels.filter((place) => /[ăâêôơư]/.test(letters[place]));
  if (shaped.length) return shaped[shaped.length - 1];
  if (vowels.length < 2) return vowels.length ? vowels[0] : -1;
  const closed = vowels[vowels.length - 1] < letters.length - 1;
  const pair = letters.slice(vowels[0], vowels[0] + 2);
  return closed || vowels.length > 2 || ["oa", "oe", "uy"].includes(pair) ? vowels[1] : vowels[0];
}
