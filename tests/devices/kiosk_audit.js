// Faults of a touch page that rules for documents do not know, in real millimetres; the state of
// the page is prepared, its code is the real one.

const GAP_MM = 3;
const TARGET_MM = 20;
const PRIMARY_MM = 30;
const SCROLLS = ".scrolled, .crowded";
const SCROLLED_MM = 25; // what scrolls shows a few lines at once
const BODY_CONTRAST = 7; // WCAG 2.2, 1.4.6
const RING_CONTRAST = 3; // 1.4.11
// A capital H of Noto Sans is 0.714 em high: 4.8 mm (ADA 707.7.2), and 7.3 mm (EN 301 549 §5.1.4).
const smallestText = (large) => (large ? 7.3 : 4.8) / 0.714 - 0.05;

const name = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
const rounded = (number) => Math.round(number * 100) / 100;
const turns = () => new Promise((done) => setTimeout(() => setTimeout(() => setTimeout(done))));

/** Show a prepared screen and wait until it stands. */
async function prepare({ visit, hall, procedures, ticket, listed, help, idle, lost }) {
  const store = await import("/static/store.js");
  const { FRESH } = await import("/static/flow.js");
  store.idleS.value = 0;
  store.visit.value = FRESH;
  const { speak } = await import("/shared/static/words.js");
  const words = store.settings.words[visit.language];
  speak(visit.language, words, words["kiosk.attract.title"]);
  store.agentLost.value = Boolean(lost);
  store.hall.value = hall;
  store.procedures.value = procedures;
  store.ticket.value = ticket || null;
  store.listed.value = listed || null;
  store.help.value = { shown: false, calling: false, refused: false, ...help };
  await turns();
  store.visit.value = { ...FRESH, ...visit };
  store.idleS.value = idle || 0;
  await turns();
  await turns();
  await document.fonts.ready;
  const drawn = (code) => code.width === code.height; // a canvas that nobody drew on is wider
  while (![...document.querySelectorAll("canvas.qr")].every(drawn)) await turns();
}

const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);

function luminance([r, g, b]) {
  const linear = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour behind an element's text: of itself or the nearest that has one. */
function ground(element) {
  for (let place = element; place; place = place.parentElement) {
    const colour = channels(getComputedStyle(place).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
}

function judgeTargets(mm, buttons, faults) {
  const reach = document.querySelector(".low")
    ? Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--reach"))
    : 0;
  for (const { button, box } of buttons) {
    const least = (button.matches(".primary") ? PRIMARY_MM : TARGET_MM) * mm - 0.5;
    const width = button.matches(".primary") ? TARGET_MM * mm : least;
    if (box.height < least || box.width < width) faults.push(["too small", name(button)]);
    const cut = button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1;
    if (cut) faults.push(["cut off", name(button)]);
    if (button.closest(SCROLLS)) continue;
    const off = box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    if (off) faults.push(["off the screen", name(button)]);
    if (box.top < reach - 0.5) faults.push(["above the reach line", name(button)]);
  }
  for (const [place, one] of buttons.entries()) {
    for (const other of buttons.slice(place + 1)) {
      const apart = one.button.closest(SCROLLS) !== other.button.closest(SCROLLS);
      if (apart) continue; // what scrolls is cut off at its frame, which has the gap
      const across = Math.max(other.box.left - one.box.right, one.box.left - other.box.right);
      const down = Math.max(other.box.top - one.box.bottom, one.box.top - other.box.bottom);
      if (Math.max(across, down) < GAP_MM * mm - 0.5) {
        faults.push(["nearer than 3 mm", name(one.button), name(other.button)]);
      }
    }
  }
}

function judgeRoom(mm, faults) {
  for (const element of document.querySelectorAll(".step, .frame, .above, .bar, dialog, .given, .under, .languages, .keys, .pager")) {
    const over = element.scrollHeight > element.clientHeight + 1;
    if (over || element.scrollWidth > element.clientWidth + 1) faults.push(["overflow", element.className || "dialog"]);
  }
  for (const element of document.querySelectorAll(SCROLLS)) {
    if (element.scrollWidth > element.clientWidth + 1) faults.push(["overflow", "scrolled"]);
    const least = element.matches(".crowded") ? TARGET_MM - 1 : SCROLLED_MM;
    const small = element.clientHeight < least * mm && element.scrollHeight > element.clientHeight + 1;
    if (small) faults.push(["scrolls in too little room", rounded(element.clientHeight / mm)]);
  }
}

function judgeTexts(mm, faults) {
  const large = document.querySelector(".large") !== null;
  const root = document.querySelector("dialog[open]") || document.body;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !parent.getClientRects().length) continue;
    if (parent.closest(".for-readers") || parent.getBoundingClientRect().width <= 1) continue;
    const style = getComputedStyle(parent);
    const size = Number.parseFloat(style.fontSize) / mm;
    if (size < smallestText(large)) faults.push(["text too small", name(parent), rounded(size)]);
    const ratio = contrast(channels(style.color), ground(parent));
    if (ratio < BODY_CONTRAST) faults.push(["contrast", name(parent), rounded(ratio)]);
  }
}

/** Both rings are there, differ from each other, and one of them from what is around. */
function judgeFocus(faults) {
  const root = document.querySelector("dialog[open]") || document;
  for (const control of root.querySelectorAll("button:not(:disabled), [tabindex='0']")) {
    control.focus();
    const style = getComputedStyle(control);
    const inner = channels(style.outlineColor);
    const outer = channels((style.boxShadow.match(/rgba?\([^)]*\)/) || ["rgb(0,0,0)"])[0]);
    const around = ground(control.parentElement);
    const rings = Number.parseFloat(style.outlineWidth) >= 4 && / 8px/.test(style.boxShadow);
    const best = Math.max(contrast(inner, around), contrast(outer, around));
    const seen = rings && best >= RING_CONTRAST && contrast(inner, outer) >= RING_CONTRAST;
    if (!seen || !control.matches(":focus")) faults.push(["focus not seen", name(control), rounded(best)]);
  }
}

/** What is wrong with the screen as it stands; `rings`: whether the focus is tried as well. */
function faultsNow(rings) {
  const style = getComputedStyle(document.documentElement);
  const mm = Number.parseFloat(style.getPropertyValue("--mm"));
  const faults = [];
  const root = document.querySelector("dialog[open]") || document;
  const buttons = [...root.querySelectorAll("button")].map((button) => ({ button, box: button.getBoundingClientRect() }));
  judgeTargets(mm, buttons, faults);
  judgeRoom(mm, faults);
  judgeTexts(mm, faults);
  if (rings) judgeFocus(faults);
  return faults;
}

async function judge(screen) {
  await prepare(screen);
  return faultsNow(screen.rings);
}

async function resize(settings) {
  const store = await import("/static/store.js");
  Object.assign(store.settings, settings);
  dispatchEvent(new Event("resize"));
}
