/**
 * The line of the day, as columns for the chart and as rows for its table.
 *
 * @typedef {import("./wire.js").DayPoint} DayPoint
 */

/** The table shows every sixth point: half hours read well, five minutes do not. */
const POINTS_PER_ROW = 6;

/**
 * Columns for the chart: seconds since 1970, arrived, finished, waiting.
 * @param {DayPoint[]} line
 * @returns {[number[], number[], number[], number[]]}
 */
export function columns(line) {
  return [
    line.map((point) => Date.parse(point.at) / 1000),
    line.map((point) => point.arrived),
    line.map((point) => point.finished),
    line.map((point) => point.waiting),
  ];
}

/**
 * Rows for the table, newest first; the newest point is always among them.
 * @param {DayPoint[]} line
 */
export function rows(line) {
  const newest = line.length - 1;
  return line.filter((_, i) => (newest - i) % POINTS_PER_ROW === 0).reverse();
}
