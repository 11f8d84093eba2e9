/** What is read aloud of a screen: its texts in order, in pieces that an engine takes. */

/** @typedef {{ text: string, language: string }} Line */

const LONGEST = 400; // what the agent takes at once
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
/** Read when they get the focus, or not at all: what can be pressed, and what only decorates. */
const APART = "button, progress, [role=textbox], [tabindex='0'], .pager, [aria-hidden=true]";

/**
 * The texts inside an element; `data-say` says it in other words than the eye reads.
 * @param {Element} element
 * @param {string} skipped  selector of what is left out
 * @returns {Line[]}
 */
function linesOf(element, skipped) {
  const own = element.getAttribute("data-say");
  if (own) return [{ text: own, language: languageOf(element) }];
  const children = /** @type {(Element | Text)[]} */ ([...element.childNodes]);
  return children.flatMap((child) => {
    if (!("tagName" in child)) return line(child.textContent || "", element);
    return child.matches(skipped) ? [] : linesOf(child, skipped);
  });
}

/** @param {string} text @param {Element} element @returns {Line[]} */
function line(text, element) {
  const plain = text.replace(/\s+/g, " ").trim();
  return SAYS_SOMETHING.test(plain) ? [{ text: plain, language: languageOf(element) }] : [];
}

/** @param {Element} element */
function languageOf(element) {
  const nearest = element.closest("[lang]");
  return (nearest && nearest.getAttribute("lang")) || "vi";
}

/**
 * A screen: its heading, then what stands there and cannot be pressed.
 * @param {Element} screen
 */
export function screenLines(screen) {
  const heading = screen.querySelector("h1, h2");
  const first = heading ? linesOf(heading, APART) : [];
  return [...first, ...linesOf(screen, `${APART}, h1, dialog h2`)];
}

/**
 * A control: its name and, where it matters, its state.
 * @param {Element} control
 * @param {{ on: string, off: string, shut: string }} words
 * @returns {Line[]}
 */
export function controlLines(control, words) {
  const name = control.getAttribute("aria-label");
  const language = languageOf(control);
  const named = name ? [{ text: name, language }] : [];
  const pressed = control.getAttribute("aria-pressed");
  const states = [];
  if (pressed !== null) states.push(pressed === "true" ? words.on : words.off);
  if (control.getAttribute("aria-disabled") === "true") states.push(words.shut);
  const state = states.map((text) => ({ text, language: document.documentElement.lang }));
  return [...named, ...linesOf(control, "[aria-hidden=true]"), ...state];
}

/** News of the screen that wants to be heard at once. @param {Element} root @returns {Line[]} */
export function liveLines(root) {
  const live = [...root.querySelectorAll("[role=status], [role=alert]")];
  return joined(live.flatMap((element) => linesOf(element, "button, h1, [aria-hidden=true]")));
}

/**
 * Neighbours of one language in one breath, none longer than the agent takes.
 * @param {Line[]} lines
 * @returns {Line[]}
 */
export function joined(lines) {
  /** @type {Line[]} */
  const whole = [];
  for (const { text, language } of lines.flatMap(pieces)) {
    const last = whole[whole.length - 1];
    const both = last && `${last.text}${/[.,;:?!]$/.test(last.text) ? "" : ","} ${text}`;
    if (last && both && last.language === language && both.length <= LONGEST) last.text = both;
    else whole.push({ text, language });
  }
  return whole;
}

/** One text cut at its words. @param {Line} line @returns {Line[]} */
export function pieces({ text, language }) {
  if (text.length <= LONGEST) return [{ text, language }];
  const space = text.lastIndexOf(" ", LONGEST);
  const end = space > 0 ? space : LONGEST;
  const rest = { text: text.slice(end).trim(), language };
  return [{ text: text.slice(0, end), language }, ...pieces(rest)];
}
