// What the libraries take for granted and browsers of ES2015 do not have. To be imported first.
// These are the engines of televisions from 2017 on: webOS 4 is Chrome 53, Tizen 4 is Chrome 56.

if (typeof window.queueMicrotask !== "function") {
  window.queueMicrotask = (work) => {
    Promise.resolve().then(work);
  };
}

if (!Array.prototype.includes) {
  Object.defineProperty(Array.prototype, "includes", {
    /** @this {unknown[]} @param {unknown} wanted */
    value(wanted) {
      return this.indexOf(wanted) !== -1;
    },
  });
}

if (typeof window.AbortController !== "function") {
  // A request goes on until its end instead of being broken off: slower, and as right.
  const Patient = class {
    abort() {}
  };
  window.AbortController = /** @type {any} */ (Patient);
}
