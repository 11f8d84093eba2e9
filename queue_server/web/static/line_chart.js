/** The only place that knows the chart library. */

import uPlot from "/shared/vendor/uplot.js";

const HEIGHT_PX = 220;
/** The axis of a day that has just begun: an hour, so that the first minutes do not look long. */
const LEAST_SPAN_S = 3600;
/** Steps of the axes: from five minutes on, and whole people. */
const TIME_STEPS_S = [300, 900, 1800, 3600, 7200, 14400];
const COUNT_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/** Told apart by dash and width as well as by colour. */
const LOOKS = [
  { stroke: "#0b1f3a", width: 2 },
  { stroke: "#0f5132", width: 2, dash: [8, 4] },
  { stroke: "#8c1d18", width: 3, dash: [2, 3] },
];

export class LineChart {
  /**
   * @param {HTMLElement} room
   * @param {string[]} names of the time axis and the series
   * @param {string} timezone of the time axis
   */
  constructor(room, names, timezone) {
    this.room = room;
    this.plot = new uPlot(options(room.clientWidth, names, timezone), [[], [], [], []], room);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(room);
  }

  /** @param {[number[], ...number[][]]} columns seconds since 1970, then one column per series */
  show(columns) {
    this.plot.setData(columns);
  }

  fit() {
    const width = this.room.clientWidth;
    if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT_PX });
  }

  close() {
    this.sizes.disconnect();
    this.plot.destroy();
  }
}

/**
 * @param {number} width
 * @param {string[]} names
 * @param {string} timezone
 * @returns {import("uplot").Options}
 */
function options(width, names, timezone) {
  const clock = "{HH}:{mm}";
  const font = "13px Noto Sans, sans-serif";
  return {
    width,
    height: HEIGHT_PX,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timezone),
    scales: {
      x: { range: (_, min, max) => [min, Math.max(max, min + LEAST_SPAN_S)] },
      y: { range: (_, __, max) => [0, Math.max(10, max * 1.05)] },
    },
    axes: [
      { font, incrs: TIME_STEPS_S, values: [[60, clock, null, null, null, null, null, null, 1]] },
      { font, incrs: COUNT_STEPS, size: 40 },
    ],
    series: [
      { label: names[0], value: clock },
      ...names.slice(1).map((label, i) => ({ label, points: { show: false }, ...LOOKS[i] })),
    ],
  };
}
