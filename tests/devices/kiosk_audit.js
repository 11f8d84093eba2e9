// Faults of a touch page that rules for documents do not know, in real millimetres.
() => {
  const style = getComputedStyle(document.documentElement);
  const mm = Number.parseFloat(style.getPropertyValue("--mm"));
  const large = document.querySelector(".large") !== null;
  const smallestText = (large ? 10.1 : 6.7) - 0.05;
  const faults = [];
  const name = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  const inside = (element) => !element.closest(".scrolled");
  const buttons = [...document.querySelectorAll("dialog[open] button, body:not(:has(dialog[open])) button")];
  const boxes = buttons.map((button) => ({ button, box: button.getBoundingClientRect() }));
  for (const { button, box } of boxes) {
    if (Math.min(box.width, box.height) < 20 * mm - 0.5) faults.push(["under 20 mm", name(button)]);
    const cut = button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1;
    if (cut) faults.push(["cut off", name(button)]);
    const off = box.left < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    if (off && inside(button)) faults.push(["off the screen", name(button)]);
  }
  // Of what scrolls, only what can be seen can be near to something.
  const seen = boxes.flatMap(({ button, box }) => {
    const around = button.closest(".scrolled");
    if (!around) return [{ button, box }];
    const edge = around.getBoundingClientRect();
    const top = Math.max(box.top, edge.top);
    const bottom = Math.min(box.bottom, edge.bottom);
    if (bottom <= top) return [];
    return [{ button, box: { left: box.left, right: box.right, top, bottom } }];
  });
  for (const [place, one] of seen.entries()) {
    for (const other of seen.slice(place + 1)) {
      const across = Math.max(other.box.left - one.box.right, one.box.left - other.box.right);
      const down = Math.max(other.box.top - one.box.bottom, one.box.top - other.box.bottom);
      if (Math.max(across, down) < 3 * mm - 0.5) {
        faults.push(["nearer than 3 mm", name(one.button), name(other.button)]);
      }
    }
  }
  for (const element of document.querySelectorAll(".step, .frame")) {
    const over = element.scrollHeight > element.clientHeight + 1;
    if (over || element.scrollWidth > element.clientWidth + 1) faults.push(["overflow", element.className]);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !parent.getClientRects().length) continue;
    const text = getComputedStyle(parent);
    if (Number.parseFloat(text.fontSize) < smallestText * mm) {
      faults.push(["text too small", name(parent), (Number.parseFloat(text.fontSize) / mm).toFixed(1)]);
    }
  }
  return faults;
}
